"""A published site on a real Apache, from the root of a host and from a folder below it: what `.htaccess` says is what clients get.

    python apache.py PROGRAM WORK

Starts Apache on ports of this machine, with a configuration of its own. Without Apache it says so and checks nothing.
Exit status: 0 all is well, or there is no Apache; 1 something is wrong, each named in a line.
"""

import http.client
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote, urlsplit

MODULES = ["mpm_event", "authz_core", "authz_host", "unixd", "dir", "mime", "rewrite", "headers", "alias", "autoindex", "negotiation"]
PLACES = ["/usr/lib/apache2/modules", "/usr/lib64/httpd/modules", "/etc/httpd/modules"]
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"

failures = []
checked = 0


def check(what, found, expected):
    global checked
    checked += 1
    if found != expected:
        failures.append(f"{what}: {found!r}, not {expected!r}")


class Apache:
    """Apache with a document root; `aliases` are folders that lie elsewhere."""

    def __init__(self, program, modules, work, root, aliases=()):
        self.port = free_port()
        lines = [f"ServerRoot {work}", f"PidFile {work}/pid", f"Listen 127.0.0.1:{self.port}", "ServerName localhost"]
        # Whoever is root may not stay it.
        if os.geteuid() == 0:
            lines += ["User www-data", "Group www-data"]
        for name in MODULES:
            if (modules / f"mod_{name}.so").is_file():
                lines.append(f"LoadModule {name}_module {modules}/mod_{name}.so")
        lines += [f"ErrorLog {work}/error.log", f"DocumentRoot {root}", "TypesConfig /etc/mime.types"]
        lines += [f"Alias {at} {folder}" for at, folder in aliases]
        lines += ['<FilesMatch "^\\.ht">', "Require all denied", "</FilesMatch>"]
        for folder in [root, *(folder for _, folder in aliases)]:
            # As hosts have it that let their users write rules; with lists of folders, which the site turns off.
            lines += [f"<Directory {folder}>", "Options Indexes FollowSymLinks", "AllowOverride All", "Require all granted", "</Directory>"]
        config = work / "apache.conf"
        config.write_text("\n".join(lines) + "\n")
        self.log = work / "error.log"
        self.process = subprocess.Popen([program, "-f", str(config), "-DFOREGROUND"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        for _ in range(100):
            if self.process.poll() is not None:
                raise RuntimeError(f"Apache ended: {self.process.stderr.read()}")
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("Apache does not listen")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(20)

    def get(self, path, accept="*/*", host="localhost"):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request("GET", quote(path, safe="/%#~-._"), headers={"Accept": accept, "Host": host})
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body

    def at(self, path, accept="*/*"):
        """Status, and where it leads or what it is."""
        status, headers, _ = self.get(path, accept)
        if "location" in headers:
            return status, urlsplit(headers["location"]).path + (f"#{f}" if (f := urlsplit(headers["location"]).fragment) else "")
        return status, headers.get("content-type")


def free_port():
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{command} ends with {done.returncode}: {done.stderr}")


def publish(binary, data, out, url):
    run(binary, "-d", data, "publish", "-o", out, "--url", url)


def open_to_all(folder):
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)


def site(apache, at, folder):
    """What holds wherever the site lies. `at` is its path, with a slash at both ends."""
    page, turtle, json_ld = "text/html; charset=utf-8", "text/turtle; charset=utf-8", "application/ld+json"
    name = f"{at}place/shusha"
    for accept, leads_to in [
        (BROWSER, f"{name}/"),
        ("*/*", f"{name}/"),
        ("text/turtle", f"{name}/index.ttl"),
        ("text/turtle, text/html;q=0.5", f"{name}/index.ttl"),
        ("text/turtle;q=0.5, text/html", f"{name}/"),
        ("text/html, text/turtle", f"{name}/"),
        ("text/turtle;q=0.8, application/rdf+xml;q=0.5", f"{name}/index.ttl"),
        ("text/turtle;q=0, */*", f"{name}/"),
        ("application/ld+json", f"{name}/index.jsonld"),
        ("application/ld+json, text/turtle;q=0.9", f"{name}/index.jsonld"),
        # There is no such file of one thing: the page rather than nothing.
        ("application/rdf+xml", f"{name}/"),
        ("application/n-quads", f"{name}/"),
    ]:
        check(f"{name} as {accept}", apache.at(name, accept), (303, leads_to))
    check(f"{name}/ as a page", apache.at(f"{name}/", BROWSER), (200, page))
    check(f"{name}/ as Turtle", apache.at(f"{name}/", "text/turtle"), (303, f"{name}/index.ttl"))
    check(f"{name}/index.ttl", apache.at(f"{name}/index.ttl", BROWSER), (200, turtle))
    check(f"{name}/index.ttl, asked for as Turtle", apache.at(f"{name}/index.ttl", "text/turtle"), (200, turtle))
    check(f"{name}/index.jsonld", apache.at(f"{name}/index.jsonld"), (200, json_ld))
    for accept, form in [
        ("text/turtle", "ttl"),
        ("application/ld+json", "jsonld"),
        ("application/n-triples", "nt"),
        ("application/n-quads", "nq"),
        ("application/trig", "trig"),
        ("application/rdf+xml", "rdf"),
    ]:
        check(f"{at} as {accept}", apache.at(at, accept), (303, f"{at}dataset.{form}"))
    check(f"{at} as a page", apache.at(at, BROWSER), (200, page))

    for file, content_type in [
        ("dataset.ttl", turtle),
        ("dataset.trig", "application/trig; charset=utf-8"),
        ("dataset.nt", "application/n-triples"),
        ("dataset.nq", "application/n-quads"),
        ("dataset.rdf", "application/rdf+xml"),
        ("dataset.jsonld", json_ld),
        ("places.geojson", "application/geo+json"),
        ("places.lpf.json", "application/geo+json"),
        ("croissant.json", "application/json"),
        ("tables/districts.csv", "text/csv; charset=utf-8"),
        ("CITATION.cff", "text/plain; charset=utf-8"),
        ("assets/site.css", "text/css; charset=utf-8"),
        ("assets/site.js", "text/javascript; charset=utf-8"),
        ("assets/icon.svg", "image/svg+xml"),
    ]:
        status, headers, body = apache.get(at + file)
        check(f"{at}{file}", (status, headers.get("content-type")), (200, content_type))
        check(f"{at}{file}: its bytes", body, (folder / file).read_bytes())
        check(f"{at}{file}: for pages of others", headers.get("access-control-allow-origin"), "*")
        check(f"{at}{file}: nosniff", headers.get("x-content-type-options"), "nosniff")
    _, headers, _ = apache.get(name, "text/turtle")
    check(f"{name}: Vary", "Accept" in headers.get("vary", ""), True)
    check(f"{name}: for pages of others", headers.get("access-control-allow-origin"), "*")

    # No list of files, and nothing of what rules the host.
    for closed in ["assets/", "tables/", "place/shusha/../../assets/", ".htaccess"]:
        status, _, body = apache.get(at + closed)
        check(f"{at}{closed}: is closed", (status in (403, 404), b"Index of" in body, b"RewriteRule" in body), (True, False, False))
    # The page for what is not there works at any depth: its style is found.
    for lost in ["nowhere", "nowhere/at/all", "place/nowhere/x"]:
        status, headers, body = apache.get(at + lost, BROWSER)
        check(f"{at}{lost}", (status, headers.get("content-type"), b"There is no such page" in body), (404, page, True))
        style = body.partition(b'rel="stylesheet" href="')[2].partition(b'"')[0].decode()
        check(f"{at}{lost}: its style {style}", apache.at(style), (200, "text/css; charset=utf-8"))

    # What has no page of its own leads to where it is shown.
    article = next(folder.glob("source/*/article/index.html"), None)
    if article:
        source = article.parent.parent.name
        # With its place in the text, where nothing of the address needs encoding.
        place = "" if "%" in at else "#cp-0-"
        mention, span = (f"{place}{end}" if place else "" for end in (6, 57))
        check("a mention", apache.at(f"{at}source/{source}/mention/0-6", BROWSER), (303, f"{at}source/{source}/article/{mention}"))
        check("a span", apache.at(f"{at}source/{source}/span/0-57", BROWSER), (303, f"{at}source/{source}/article/{span}"))
    check("a spelling", apache.at(f"{at}place/shusha/name/az/x", BROWSER), (303, f"{at}place/shusha/"))

    # Every page of the site resolves at its own name.
    lost = [path for path in pages(folder) if apache.at(f"{at}{quote(path)}/", BROWSER) != (200, page)]
    check("pages that do not resolve", lost[:5], [])


def pages(folder):
    found = sorted(p.parent.relative_to(folder).as_posix() for p in folder.rglob("index.html"))
    return [path for path in found if path != "."]


def w3id(apache, at, url):
    """The rules for w3id.org, in a folder of another host."""
    for path, accept, leads_to in [
        ("place/shusha", BROWSER, "place/shusha"),
        ("place/shusha", "text/turtle", "place/shusha/index.ttl"),
        ("place/shusha/", "application/ld+json", "place/shusha/index.jsonld"),
        ("place/şuşa x", "text/turtle", "place/%c5%9fu%c5%9fa%20x/index.ttl"),
        ("time/1988..1992", "text/turtle", "time/1988..1992/index.ttl"),
        ("dataset.ttl", "text/turtle", "dataset.ttl"),
        ("places.lpf.json", "application/ld+json", "places.lpf.json"),
        ("", "text/turtle", "dataset.ttl"),
        ("", "application/n-quads", "dataset.nq"),
        ("", BROWSER, ""),
    ]:
        status, headers, _ = apache.get(at + path, accept)
        check(f"w3id: {path} as {accept}", (status, headers.get("location", "").lower()), (303, (url + leads_to).lower()))


def main(binary, work):
    program = shutil.which("apache2") or shutil.which("httpd") or next((p for p in ["/usr/sbin/apache2", "/usr/sbin/httpd"] if Path(p).exists()), None)
    modules = next((Path(p) for p in PLACES if Path(p, "mod_rewrite.so").is_file()), None)
    if not program or not modules:
        print("apache: not installed; the rules for hosts (.htaccess) were not tried. As root: apt-get install apache2-bin")
        return 0
    # Apache reads as another user, and so from a folder that others may enter.
    work = work.resolve()
    if os.geteuid() == 0 and any(not parent.stat().st_mode & 0o001 for parent in work.parents if parent.exists()):
        work = Path(tempfile.mkdtemp()).resolve()
    shutil.rmtree(work, ignore_errors=True)
    root = work / "root"
    below = work / "host" / "group" / "my data"
    aliased = work / "elsewhere"
    data = work / "dataset"
    shutil.copytree(Path(__file__).resolve().parents[2] / "data", data, ignore=shutil.ignore_patterns(".chorograph"))
    run(binary, "build", data)
    url = "http://localhost/"
    publish(binary, data, root, url)
    publish(binary, data, below, f"{url}group/my%20data/")
    publish(binary, data, aliased, f"{url}set/")
    short = work / "w3id"
    (short / "chorograph").mkdir(parents=True)
    shutil.copytree(root / "w3id", short / "chorograph" / "data")
    shutil.copytree(below / "w3id", short / "other")
    open_to_all(work)
    for name, folder, aliases, checks in [
        ("root", root, [], lambda a: site(a, "/", root)),
        ("below", work / "host", [], lambda a: site(a, "/group/my%20data/", below)),
        ("alias", work / "host", [("/set", aliased)], lambda a: site(a, "/set/", aliased)),
        ("w3id", short, [], lambda a: w3id(a, "/chorograph/data/", url)),
        ("w3id-other", short, [], lambda a: w3id(a, "/other/", f"{url}group/my%20data/")),
    ]:
        own = work / f"apache-{name}"
        own.mkdir()
        with Apache(program, modules, own, folder, aliases) as apache:
            before = len(failures)
            checks(apache)
            if len(failures) > before and apache.log.exists():
                failures.append(f"{name}: Apache says: {apache.log.read_text()[-800:]}")
    for failure in failures:
        print(failure)
    print(f"apache: {checked} checks on {subprocess.run([program, '-v'], capture_output=True, text=True).stdout.split(chr(10))[0].removeprefix('Server version: ')}; {len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
