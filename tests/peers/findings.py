"""Findings that other tools write here and now are read: spaCy, LangExtract, dkpro-cassis, rdflib, lxml.

Usage: findings.py PROGRAM FOLDER, with the packages of findings-requirements.txt.
"""
import json
import shutil
import subprocess
import sys
from pathlib import Path

program, out = sys.argv[1], Path(sys.argv[2])
shutil.rmtree(out, ignore_errors=True)
out.mkdir(parents=True)
T = ("Bridge talks end in Valmora 🌉\n\nPrime Minister Ada Moor met Lena Holt, the foreign minister of Tarnland, in Valmora on 3 May 2019. "
     "“We agreed on the bridge,” said Ada Moor.\n\nDuring the talks Moss said the road would follow. Radio Vell reported on Monday that Ivo Zoé Hart "
     "will visit Ostra in June.\n")
def d(name):
    p = out / name; (p / "sources").mkdir(parents=True, exist_ok=True)
    (p / "dataset.toml").write_text('title = "T"\ndescription = "D"\nbase = "https://example.org/d/"\nlicence = "https://creativecommons.org/publicdomain/zero/1.0/"\ncreator = "C"\npublisher = "P"\nlanguages = ["en"]\n')
    (p / "sources/news.txt").write_text(T)
    (p / "sources/news.meta.toml").write_text('publisher = "One"\nlanguage = "en"\nkind = "article"\npublished = "2019-05-10"\n')
    return p / "sources"
NAMES = [("PERSON","Ada Moor"),("PERSON","Lena Holt"),("PERSON","Moss"),("ORG","Radio Vell"),("PERSON","Ivo Zoé Hart"),("GPE","Valmora"),("GPE","Tarnland"),("GPE","Ostra"),("DATE","3 May 2019"),("DATE","Monday"),("DATE","June")]
import spacy
nlp = spacy.blank("en"); r = nlp.add_pipe("entity_ruler"); r.add_patterns([{"label":k,"pattern":w} for k,w in NAMES])
doc = nlp(T)
(d("spacy")/"news.findings.json").write_text(json.dumps(doc.to_json()))
import langextract as lx
from langextract import data, io as lio
ex=[]
for k,w in NAMES:
    i=T.find(w)
    while i>=0:
        ex.append(data.Extraction(extraction_class=k.lower(), extraction_text=w, char_interval=data.CharInterval(start_pos=i,end_pos=i+len(w)), alignment_status=data.AlignmentStatus.MATCH_EXACT)); i=T.find(w,i+1)
ex.append(data.Extraction(extraction_class="quotation", extraction_text="We agreed on the bridge", attributes={"speaker":"Ada Moor"}, char_interval=data.CharInterval(start_pos=T.find("We agreed"),end_pos=T.find("We agreed")+23)))
ad=data.AnnotatedDocument(document_id="news", text=T, extractions=ex)
p=d("langextract"); lio.save_annotated_documents([ad], output_dir=p, output_name="news.findings.jsonl")
from cassis import Cas, TypeSystem
ts=TypeSystem(); NE=ts.create_type("my.NE"); ts.create_feature(NE,"value","uima.cas.String")
Q=ts.create_type("my.Quotation"); ts.create_feature(Q,"utterer",NE)
cas=Cas(typesystem=ts); cas.sofa_string=T; cas.sofa_mime="text/plain"
first={}
for k,w in NAMES:
    i=T.find(w)
    while i>=0:
        a=NE(begin=i,end=i+len(w),value=k); cas.add(a); first.setdefault(w,a); i=T.find(w,i+1)
q=Q(begin=T.find("We agreed"),end=T.find("We agreed")+23,utterer=first["Ada Moor"]); cas.add(q)
p=d("xmi"); cas.to_xmi(p/"news.findings.xmi"); ts.to_xml(p/"TypeSystem.xml"); (p/"news.findings.toml").write_text('[attributes]\nutterer = "speaker"\n')
p=d("casjson"); cas.to_json(p/"news.findings.json"); (p/"news.findings.toml").write_text('[attributes]\nutterer = "speaker"\n')
from rdflib import Graph, Namespace, URIRef, Literal, RDF, XSD
NIF=Namespace("http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"); ITS=Namespace("http://www.w3.org/2005/11/its/rdf#")
g=Graph(); ctx=URIRef(f"http://x.example/news#offset_0_{len(T)}"); g.add((ctx,RDF.type,NIF.Context)); g.add((ctx,NIF.isString,Literal(T)))
for k,w in NAMES:
    i=T.find(w); s=URIRef(f"http://x.example/news#offset_{i}_{i+len(w)}")
    for t in [(RDF.type,NIF.Phrase),(NIF.beginIndex,Literal(i,datatype=XSD.nonNegativeInteger)),(NIF.endIndex,Literal(i+len(w),datatype=XSD.nonNegativeInteger)),(NIF.anchorOf,Literal(w)),(NIF.referenceContext,ctx),(ITS.taClassRef,URIRef("http://dbpedia.org/ontology/"+{"PERSON":"Person","ORG":"Organisation","GPE":"Place","DATE":"Time"}[k])),(ITS.taConfidence,Literal(0.9))]:
        g.add((s,)+t)
for fmt,e in [("turtle","ttl"),("xml","rdf"),("json-ld","jsonld"),("nt","nt")]:
    p=d("nif-"+e); g.serialize(p/f"news.findings.{e}",format=fmt)
from lxml import etree
N="http://www.tei-c.org/ns/1.0"; E=lambda t,**k: etree.Element(f"{{{N}}}{t}",nsmap={None:N},**k)
def tei(pretty, marks=True):
    root=E("TEI"); h=etree.SubElement(root,f"{{{N}}}teiHeader"); f=etree.SubElement(h,f"{{{N}}}fileDesc")
    t=etree.SubElement(f,f"{{{N}}}titleStmt"); etree.SubElement(t,f"{{{N}}}title").text="Bridge talks end in Valmora"
    rs=etree.SubElement(t,f"{{{N}}}respStmt"); etree.SubElement(rs,f"{{{N}}}resp").text="annotation"; etree.SubElement(rs,f"{{{N}}}name").text="Ida Moss"
    pb=etree.SubElement(f,f"{{{N}}}publicationStmt"); etree.SubElement(pb,f"{{{N}}}publisher").text="One"; etree.SubElement(pb,f"{{{N}}}date",when="2019-05-10")
    sd=etree.SubElement(f,f"{{{N}}}sourceDesc"); etree.SubElement(sd,f"{{{N}}}p").text="born digital"
    b=etree.SubElement(etree.SubElement(root,f"{{{N}}}text"),f"{{{N}}}body")
    for n,par in enumerate([x for x in T.strip().split("\n\n")]):
        x=etree.SubElement(b,f"{{{N}}}"+("head" if n==0 else "p"))
        spans=sorted((par.find(w),w,k) for k,w in NAMES if par.find(w)>=0) if marks else []
        if n==1 and marks: spans=sorted(spans+[(par.find("We agreed"),"We agreed on the bridge","Q")])
        at=0; last=None
        for i,w,k in spans:
            if i<at: continue
            s=par[at:i]
            if last is None: x.text=(x.text or "")+s
            else: last.tail=(last.tail or "")+s
            last=etree.SubElement(x,f"{{{N}}}"+{"PERSON":"persName","ORG":"orgName","GPE":"placeName","DATE":"date","Q":"said"}[k]); last.text=w
            if w=="3 May 2019": last.set("when","2019-05-03")
            if k=="Q": last.set("who","#moor")
            if w=="Ada Moor" and n==1 and not any(e.get("{http://www.w3.org/XML/1998/namespace}id") for e in x): last.set("{http://www.w3.org/XML/1998/namespace}id","moor")
            at=i+len(w)
        if last is None: x.text=par
        else: last.tail=par[at:]
    return root
for name,kw in [("tei",dict(pretty_print=True,xml_declaration=True,encoding="utf-8")),("tei-utf16",dict(xml_declaration=True,encoding="utf-16")),("tei-latin",dict(xml_declaration=True,encoding="iso-8859-1"))]:
    p=d(name); (p/"news.txt").unlink(); (p/"news.meta.toml").unlink(); (p/"news.xml").write_bytes(etree.tostring(tei(True),**kw))
p=d("tei-bare"); (p/"news.txt").unlink(); (p/"news.meta.toml").unlink(); (p/"news.xml").write_bytes(etree.tostring(tei(True,False),encoding="utf-8"))
p=d("tei-beside"); (p/"news.findings.xml").write_bytes(etree.tostring(tei(True),encoding="utf-8"))
p=d("brat")
lines=[]
n=0
for k,w in NAMES:
    i=T.find(w); n+=1; lines.append(f"T{n}\t{k} {i} {i+len(w)}\t{w}")
(p/"news.ann").write_text("\n".join(lines)+"\n")
p=d("w3c")
(p/"news.findings.jsonld").write_text(json.dumps({"@context":"http://www.w3.org/ns/anno.jsonld","type":"AnnotationPage","items":[{"type":"Annotation","id":f"a{i}","body":[{"type":"TextualBody","purpose":"classifying","value":k}],"target":{"source":"news.txt","selector":[{"type":"TextQuoteSelector","exact":w,"prefix":T[max(0,T.find(w)-9):T.find(w)]},{"type":"TextPositionSelector","start":T.find(w),"end":T.find(w)+len(w)}]}} for i,(k,w) in enumerate(NAMES)]}))

# Of each tool: mentions and statements of the article. Those without "Ada Moor" twice name each name once.
EXPECTED = {
    "spacy": (10, 3), "langextract": (10, 1), "xmi": (10, 1), "casjson": (10, 1), "nif-ttl": (8, 3), "nif-rdf": (8, 3),
    "nif-jsonld": (8, 3), "nif-nt": (8, 3), "tei": (9, 1), "tei-utf16": (9, 1), "tei-latin": (9, 1), "tei-bare": (10, 3),
    "tei-beside": (9, 1), "brat": (8, 3), "w3c": (8, 3),
}
failed = 0
assert EXPECTED.keys() == {path.name for path in out.iterdir()}
for name, (mentions, statements) in EXPECTED.items():
    run = lambda *args: subprocess.run([program, "-d", out / name, *args], capture_output=True, text=True)
    built = run("build")
    said = f"1 article with {mentions} mentions, {statements} statement"
    ok = built.returncode == 0 and said in built.stdout and run("trace").returncode == 0
    if name in ("xmi", "casjson", "tei"):
        ok = ok and "Ada Moor" in run("query", "statements", "--format", "csv").stdout
    print("ok" if ok else "FAILED", name)
    if not ok:
        print(built.stdout, built.stderr)
        failed += 1
sys.exit(1 if failed else 0)
