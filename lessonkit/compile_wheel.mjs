// Compiles the Python in a wheel for node.py, with the Python that will run it: each line in is
// {wheel, into}, two paths, each line out {answer} or {error}. Wheels for Pyodide hold source only,
// which each reader's browser would compile anew. What no browser can use is left out.
import { readFileSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { loadPyodide } from "pyodide";

const python = await loadPyodide({ env: { HOME: "/", PYTHONHASHSEED: "0" } }); // the same bytes each time
python.runPython(`
import importlib._bootstrap_external as importing
import importlib.util
import re
import zipfile

FOLDER = "/lib/python3.14/site-packages/"
UNUSED = re.compile(r"\\.(pyi|pxd|pyx|h|c|a)$|^numpy/f2py/|/$")

def compile_all():
    with zipfile.ZipFile("wheel") as wheel, zipfile.ZipFile("compiled", "w") as compiled:
        for name in filter(lambda name: not UNUSED.search(name), wheel.namelist()):
            content = wheel.read(name)
            if name.endswith(".py"):
                code = compile(content, FOLDER + name, "exec", dont_inherit=True)
                digest = importlib.util.source_hash(content)
                content = importing._code_to_hash_pyc(code, digest, False)
                name += "c"
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            compiled.writestr(info, content, compresslevel=9)
`);

function compile({ wheel, into }) {
  try {
    python.FS.writeFile("wheel", new Uint8Array(readFileSync(wheel)));
    python.runPython("compile_all()");
    writeFileSync(into, python.FS.readFile("compiled"));
    return { answer: into };
  } catch (error) {
    return { error: String(error) };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(compile(JSON.parse(line))));
}
