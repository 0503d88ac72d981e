#!/usr/bin/env python3
"""Fetches the source packages of `sources.tsv` with the client of each registry, as it is configured on the machine.

    python fetch_sources.py FOLDER

Each file lies in FOLDER/SYSTEM/. What a registry no longer has is said and left out. Debian's packages are those of the
release of the machine, `apt-get source` finds them through the sources it already has.
"""

import csv
import json
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

SOURCES = Path(__file__).with_name("sources.tsv")
AT_ONCE = 4
PATIENCE = 600
Row = dict[str, str]


def sources() -> list[Row]:
    lines = SOURCES.read_text("utf8").lstrip("#").splitlines()
    return list(csv.DictReader(lines, delimiter="\t"))


def call(command: list[str], folder: Path, **more: str) -> str:
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, **more}, capture_output=True, text=True, timeout=PATIENCE
    )
    if done.returncode != 0:
        raise RuntimeError(" ".join((done.stderr or done.stdout).split())[-300:])
    return done.stdout


def maven(rows: list[Row], target: Path) -> None:
    """All in one run, each as a module that may fail alone: to start Maven for each takes longer than to fetch."""
    with tempfile.TemporaryDirectory() as made:
        for index, row in enumerate(rows):
            group, name = row["package"].split(":")
            coordinates = f"<groupId>{group}</groupId><artifactId>{name}</artifactId><version>{row['version']}</version>"
            item = f"<artifactItem>{coordinates}<classifier>sources</classifier></artifactItem>"
            configuration = f"<outputDirectory>{target / row['system']}</outputDirectory><artifactItems>{item}</artifactItems>"
            execution = f"<phase>validate</phase><goals><goal>copy</goal></goals><configuration>{configuration}</configuration>"
            plugin = f"<artifactId>maven-dependency-plugin</artifactId><executions><execution>{execution}</execution></executions>"
            write_module(Path(made) / str(index), f"<build><plugins><plugin>{plugin}</plugin></plugins></build>")
        modules = "".join(f"<module>{index}</module>" for index in range(len(rows)))
        write_module(Path(made), f"<modules>{modules}</modules>")
        command = ["mvn", "-q", "-B", "--fail-at-end", "-T", str(AT_ONCE), "validate"]
        done = subprocess.run(command, cwd=made, capture_output=True, text=True, timeout=3 * PATIENCE)
    for row in rows:
        name = row["package"].split(":")[1]
        if (target / row["system"] / f"{name}-{row['version']}-sources.jar").exists():
            mark_of(row, target).touch()
        else:
            reasons = [line for line in done.stdout.splitlines() if f":{name}:jar:sources:" in line]
            not_fetched(row, "".join(reasons[:1])[:300] or done.stderr[-300:])


def write_module(folder: Path, content: str) -> None:
    folder.mkdir(exist_ok=True)
    name = f"<groupId>log-ai</groupId><artifactId>fetched-{folder.name}</artifactId><version>1</version>"
    head = f"<modelVersion>4.0.0</modelVersion>{name}<packaging>pom</packaging>"
    (folder / "pom.xml").write_text(f"<project>{head}{content}</project>", "utf8")


def not_fetched(row: Row, why: object) -> None:
    print(f"not fetched: {row['registry']} {row['package']} {row['version']}: {why}", flush=True)


def pypi(row: Row, folder: Path) -> None:
    """A wheel where there is one, so that nothing of the package runs."""
    name = f"{row['package']}=={row['version']}"
    call([sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary=:all:", name], folder)


def npm(row: Row, folder: Path) -> None:
    call(["npm", "pack", "--silent", f"{row['package']}@{row['version']}"], folder)


def go(row: Row, folder: Path) -> None:
    cache = folder / "module_cache"
    answer = call(
        ["go", "mod", "download", "-json", f"{row['package']}@{row['version']}"],
        folder,
        GOMODCACHE=str(cache),
        GOFLAGS="-modcacherw",
    )
    zipped = Path(json.loads(answer)["Zip"])
    zipped.rename(folder / f"{row['package'].replace('/', '+')}.zip")
    call(["rm", "-rf", str(cache)], folder)


def cargo(row: Row, folder: Path) -> None:
    """The crate alone: its dependencies are not asked for."""
    with tempfile.TemporaryDirectory(dir=folder) as home:
        call(["cargo", "info", f"{row['package']}@{row['version']}"], folder, CARGO_HOME=home)
        for crate in Path(home).rglob("*.crate"):
            crate.rename(folder / crate.name)


def debian(row: Row, folder: Path) -> None:
    """What its authors published is enough: a mirror may lack Debian's changes to it, or a signature."""
    try:
        call(["apt-get", *APT_SOURCES, "source", "--download-only", "-qq", row["package"]], folder)
    except RuntimeError:
        if not any(folder.glob("*.orig.tar.*z*")):
            raise


def debian_binary(row: Row, folder: Path) -> None:
    """A source that Debian ships as a package to install."""
    call(["apt-get", "download", "-qq", row["package"]], folder)


APT_SOURCES: list[str] = []


def with_debian_sources(folder: Path) -> None:
    """The machine's own list of Debian's sources, asked for source packages, too; the machine's stays as it is."""
    parts = folder / "apt"
    (parts / "lists/partial").mkdir(parents=True, exist_ok=True)
    for found in [Path("/etc/apt/sources.list"), *Path("/etc/apt/sources.list.d").glob("*")]:
        if found.is_file():
            text = found.read_text("utf8")
            text = text.replace("Types: deb\n", "Types: deb-src\n")
            lines = [f"deb-src{line[3:]}" if line.startswith("deb ") else line for line in text.splitlines()]
            (parts / found.name).write_text("\n".join(lines) + "\n", "utf8")
    APT_SOURCES[:] = [
        "-o", f"Dir::Etc::SourceParts={parts}", "-o", "Dir::Etc::SourceList=/dev/null", "-o", f"Dir::State::Lists={parts}/lists",
    ]
    call(["apt-get", *APT_SOURCES, "update", "-qq"], folder)


CLIENTS = {"pypi": pypi, "npm": npm, "go": go, "cargo": cargo, "debian": debian, "debian-binary": debian_binary}


def mark_of(row: Row, target: Path) -> Path:
    """There once the package is."""
    return target / row["system"] / f"{row['package'].replace('/', '+')}.fetched"


def fetch(row: Row, target: Path) -> None:
    mark = mark_of(row, target)
    folder = mark.parent
    folder.mkdir(parents=True, exist_ok=True)
    try:
        CLIENTS[row["registry"]](row, folder)
        mark.touch()
    except Exception as error:
        not_fetched(row, error)


def main() -> int:
    target = Path(sys.argv[1]).resolve()
    target.mkdir(parents=True, exist_ok=True)
    wanted = [row for row in sources() if len(sys.argv) < 3 or row["registry"] in sys.argv[2:]]
    wanted = [row for row in wanted if not mark_of(row, target).exists()]
    if any(row["registry"] == "debian" for row in wanted):
        with_debian_sources(target)
    of_maven = [row for row in wanted if row["registry"] == "maven"]
    if of_maven:
        maven(of_maven, target)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(lambda row: fetch(row, target), [row for row in wanted if row not in of_maven]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
