"""spaCy's rule components over a JSONL file of texts, on one core: the tokenizer of a blank English pipeline, the
sentencizer, and an entity ruler with the names of a gazetteer.

usage: spacy_rules.py TEXTS.jsonl NAMES.jsonl

Prints seconds, sentences, entities.
"""

import json
import sys
import time

import spacy


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def main():
    texts, names = lines(sys.argv[1]), lines(sys.argv[2])
    nlp = spacy.blank("en")
    nlp.max_length = 1 << 30
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("entity_ruler").add_patterns(names)
    for doc in nlp.pipe(texts[:10]):
        pass
    sentences = entities = 0
    start = time.perf_counter()
    for doc in nlp.pipe(texts, n_process=1):
        sentences += sum(1 for _ in doc.sents)
        entities += len(doc.ents)
    print(f"{time.perf_counter() - start:.3f} {sentences} {entities}")


main()
