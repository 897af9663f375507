"""Times NotebookKit's Jupyter kernel and IPython's in turns, as a client sees them, and a whole run of a small notebook.

Arguments: rounds, a folder for the kernel's entry, and the command that runs nbkit. Prints a line of JSON for each row.
"""
import json, os, statistics, subprocess, sys, time

rounds, folder, nbkit = int(sys.argv[1]), sys.argv[2], sys.argv[3:]
os.environ["JUPYTER_PATH"] = os.path.join(folder, "share", "jupyter")
os.environ["JUPYTER_RUNTIME_DIR"] = os.environ["IPYTHONDIR"] = os.path.join(folder, "own")
from jupyter_client.manager import KernelManager

OURS = ("notebookkit", "1 + 1", """
var shown = display("0");
for (int i = 0; i < 20; i++) {
    await Task.Delay(150);
    shown.Update((DateTime.UtcNow - DateTime.UnixEpoch).TotalSeconds.ToString("F6"));
}""")
THEIRS = ("python3", "1 + 1", """
import time
shown = display("0", display_id=True)
for i in range(20):
    time.sleep(0.15)
    shown.update(f"{time.time():.6f}")
""")


def run(client, code):
    """Seconds until the kernel is idle again, and how late each update of a display arrived."""
    begin, late = time.perf_counter(), []
    request = client.execute(code)
    while True:
        message = client.get_iopub_msg(timeout=60)
        if message["parent_header"].get("msg_id") != request:
            continue
        if message["msg_type"] == "update_display_data":
            late.append(time.time() - float(message["content"]["data"]["text/plain"].strip("'\"")))
        if message["msg_type"] == "error":
            raise RuntimeError("\n".join(message["content"]["traceback"]))
        if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
            client.get_shell_msg(timeout=60)
            return time.perf_counter() - begin, late


def kernel(name, trivial, updates):
    begin = time.perf_counter()
    manager = KernelManager(kernel_name=name)
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        run(client, trivial)
        first = time.perf_counter() - begin
        cells = [run(client, trivial)[0] for _ in range(30)]
        return first, statistics.median(cells), statistics.median(run(client, updates)[1])
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def notebook(path, name, code):
    cell = {"cell_type": "code", "id": "a", "metadata": {}, "execution_count": None, "outputs": [], "source": code}
    spec = {"name": name, "display_name": name, "language": "python" if name == "python3" else "C#"}
    with open(path, "w") as file:
        json.dump({"cells": [cell], "metadata": {"kernelspec": spec}, "nbformat": 4, "nbformat_minor": 5}, file)


def timed(command):
    begin = time.perf_counter()
    subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - begin


subprocess.run([*nbkit, "jupyter", "install", "--prefix", folder], check=True, stdout=subprocess.DEVNULL)
notebook(os.path.join(folder, "ours.ipynb"), "notebookkit", "1 + 1")
notebook(os.path.join(folder, "theirs.ipynb"), "python3", "1 + 1")
samples = {}
for _ in range(rounds):
    for side, which in (("ours", OURS), ("peer", THEIRS)):
        for row, value in zip(("kernel: start to the first result", "kernel: a trivial cell", "kernel: an update of a display"), kernel(*which)):
            samples.setdefault(row, {}).setdefault(side, []).append(value)
    for side, command in (("ours", [*nbkit, "run", "ours.ipynb"]), ("peer", [sys.executable, "-m", "nbconvert", "--to", "notebook", "--execute", "theirs.ipynb", "--output", "done"])):
        samples.setdefault("a notebook of one cell, run and saved", {}).setdefault(side, []).append(timed(command))
for row, sides in samples.items():
    ours, peer = (1000 * statistics.median(sides[side]) for side in ("ours", "peer"))
    print(json.dumps({"name": row, "ours_ms": ours, "peer_ms": peer, "ratio": peer / ours}), flush=True)
