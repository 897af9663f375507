using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using NotebookKit.Host.Documents;

namespace NotebookKit.Homework.Tests.Grading;

/// <summary>Submissions that mean harm, and what each may earn at most: points of the sigmoid and of the slope.</summary>
internal static class Hostile
{
    public const string Right = "double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));";
    public const string RightSlope = "double Slope(double x) => Sigmoid(x) * (1 - Sigmoid(x));";
    public const string OwnSlope = "double Slope(double x) { double e = Math.Exp(-x); return e / ((1 + e) * (1 + e)); }";
    public const string OwnTests = "Check.Define(\"sigmoid\", t => { });\n#!check sigmoid\n3.0";

    // Which limit comes first (no room, the time, the watch's count of threads) depends on the wall and on how busy the machine is; one of them must.
    private const string UsedUp = "This cell was stopped: it ";

    /// <summary>An attack in the answer's cell, in place of the answer.</summary>
    public static IEnumerable<Attack> InTheAnswer =>
    [
        new("loop-in-the-answer", "double Sigmoid(double x) { while (true) { } }", "took longer than 6 s", 0),
        new("loop-without-guards", "double Sigmoid(double x) { again: try { goto again; } finally { } }", "took longer than 6 s", 0),
        new("recursion", "double Sigmoid(double x) => Sigmoid(x + 1) + 1;", "The code threw InsufficientExecutionStackException", 0),
        // Right where a public test looks is worth its points; the slope that builds on it is wrong.
        new("a-table-of-what-was-seen", "double Sigmoid(double x) => x == 0 ? 0.5 : x == 1 ? 0.7 : throw new Exception(\"not seen\");", "The code threw Exception", 2),
        new("memory-in-the-answer", "double Sigmoid(double x) { var all = new List<double[]>(); while (true) all.Add(new double[10_000_000]); }", "The code threw OutOfMemoryException", 0),

        // What uses up the process must cost the next question nothing: its answer stands on its own.
        new("memory-that-the-answer-keeps", "var kept = new List<double[]>();\ndouble Sigmoid(double x) { while (true) kept.Add(new double[1000]); }", UsedUp, 2) { Slope = OwnSlope },
        new("threads-in-the-answer", "double Sigmoid(double x) { while (true) new Thread(() => Thread.Sleep(100_000)) { IsBackground = true }.Start(); }", UsedUp, 2) { Slope = OwnSlope },

        new("exit-in-the-answer", "double Sigmoid(double x) { Environment.Exit(0); return 0.5; }", "System.Environment.Exit is not for homework", 0),
        new("the-librarys-sigmoid", "double Sigmoid(double x) => Tensor.From([x]).Sigmoid().Item();", "would be the answer", 0),
        new("an-error-that-throws", "class E : Exception { public override string Message => throw new E(); }\ndouble Sigmoid(double x) => throw new E();", "The code threw E", 0),
        new("an-error-of-a-megabyte", "double Sigmoid(double x) => throw new Exception(new string('x', 1 << 20));", "The code threw Exception: xxx", 0),
        new("not-a-number", "double Sigmoid(double x) => double.NaN;", "and got NaN", 0),
        new("sleeps", "double Sigmoid(double x) { Thread.Sleep(100_000); return 0.5; }", "took longer than 6 s", 0),
        new("a-lock-for-ever", "double Sigmoid(double x) { Monitor.Enter(Console.Out); new Thread(() => Console.WriteLine()).Start(); Thread.Sleep(100_000); return 0.5; }", "took longer than 6 s", 0),
        new("does-not-compile", "double Sigmoid(double x) => 1 / (", "CompileError", 0),
        new("another-type", "string Sigmoid(string x) => x;", "No overload for 'Sigmoid' matches", 0),
        new("async", "async Task<double> Sigmoid(double x) { await Task.Delay(1); return 0.5; }", "has the wrong return type", 0),
        new("prints-a-result", "double Sigmoid(double x) { Console.WriteLine(\"{\\\"type\\\":\\\"result\\\",\\\"data\\\":{\\\"text/plain\\\":\\\"3\\\"}}\"); Console.WriteLine(\"{\\\"type\\\":\\\"done\\\"}\"); return 0; }", "{\"type\":\"done\"}", 0),
        new("rewrites-the-checks", "double Sigmoid(double x) { foreach (var c in NotebookKit.Checks.CheckBook.Session.Checks) NotebookKit.Checks.CheckBook.Session.Add(c with { Test = t => { } }); return 0; }", "NotebookKit.Checks.CheckBook is not for homework", 0),
        new("own-checks", "static class Check { public static void Define(string n, double points, Action<object> test, string[] hints = null) { } public static double Earned(string n) => 3; }\ndouble Sigmoid(double x) => 0;", "`Check` is a name by which the notebook calls the library", 0),
        new("alias-of-the-checks", "using Check = System.Math;\ndouble Sigmoid(double x) => 0;", "`Check` is a name by which the notebook calls the library", 0),
        new("reflection", "double Sigmoid(double x) { typeof(Tensor).Assembly.GetType(\"NotebookKit.Checks.CheckBook\").GetProperty(\"Session\"); return 0; }", "System.Type.GetProperty is not for homework", 0),
        new("dynamic-reflection", "double Sigmoid(double x) { dynamic d = typeof(Tensor); return d.Assembly.GetTypes().Length; }", "`dynamic` looks names up", 0),
        new("expression-trees", "double Sigmoid(double x) { System.Linq.Expressions.Expression.Lambda<Action>(System.Linq.Expressions.Expression.Call(typeof(Environment), \"Exit\", null, System.Linq.Expressions.Expression.Constant(0))).Compile()(); return 0; }", "System.Linq.Expressions.Expression is not for homework", 0),
        new("native-code", "[System.Runtime.InteropServices.DllImport(\"libc\")] static extern void _exit(int code);\ndouble Sigmoid(double x) { _exit(0); return 0; }", "Extern and unsafe are not for homework", 0),
        new("pointers", "unsafe double Sigmoid(double x) { byte* p = (byte*)&x; p[1 << 20] = 1; return 0; }", "Unsafe code reaches into memory", 0),
        new("static-constructor", "static class S { static S() { throw new Exception(); } public static double V = 1; }\ndouble Sigmoid(double x) => S.V;", "in S..cctor", 0),
        new("letters-of-another-alphabet", "double Sіgmoid(double x) => 0.5;", "Sigmoid does not exist yet", 0),
    ];

    /// <summary>An attack in a cell of the student's own, before right answers.</summary>
    public static IEnumerable<Attack> InACell =>
    [
        new("endless-loop", "while (true) { }", "took longer than 6 s", 5),
        new("endless-finally", "try { } finally { while (true) { } }", "took longer than 6 s", 5),
        new("endless-loops-of-a-thread", "int turning = 0; for (int i = 0; i < 4; i++) new Thread(() => { Interlocked.Increment(ref turning); while (true) { } }) { IsBackground = true }.Start();\nSpinWait.SpinUntil(() => turning == 4); $\"threads turn: {turning}\"", "threads turn: 4", 5),
        new("ten-gigabytes", "var all = Enumerable.Range(0, 10).Select(_ => { var a = new double[134_217_727]; Array.Fill(a, 1); return a; }).ToArray();", "OutOfMemoryException", 5),
        new("one-huge-array", "var a = new double[2_000_000_000];", "OutOfMemoryException", 5),
        new("a-string-that-doubles", "var s = \"ab\"; while (true) s += s;", "OutOfMemoryException", 5),
        new("memory-that-is-kept", "var kept = new List<double[]>(); while (true) kept.Add(new double[1000]);", UsedUp, 5),
        new("flood-of-lines", "while (true) Console.WriteLine(new string('x', 10_000));", "took longer than 6 s", 5),
        new("flood-of-displays", "while (true) display(new string('y', 10_000));", "took longer than 6 s", 5),
        new("threads", "while (true) new Thread(() => Thread.Sleep(100_000)) { IsBackground = true }.Start();", UsedUp, 5),
        new("tasks", "while (true) Task.Run(() => Thread.Sleep(100_000));", UsedUp, 5),
        new("threads-in-silence", "try { while (true) new Thread(() => Thread.Sleep(100_000)) { IsBackground = true }.Start(); } catch { }", UsedUp, 5),
        new("ten-thousand-tasks", "for (int i = 0; i < 10_000; i++) Task.Run(() => Thread.Sleep(100_000));", UsedUp, 5),
        new("exit", "Environment.Exit(0);", "System.Environment.Exit is not for homework", 5),
        new("fail-fast", "Environment.FailFast(\"bye\");", "System.Environment.FailFast is not for homework", 5),
        new("crash-by-a-thread", "new Thread(() => throw new Exception(\"from a thread\")).Start(); Thread.Sleep(2000);", "the process ended with exit code", 5),
        new("crash-by-async-void", "async void F() { await Task.Yield(); throw new Exception(\"async\"); }\nF(); Thread.Sleep(2000);", "the process ended with exit code", 5),
        new("stack-overflow", "int F(int x) => F(x + 1) + F(x + 2);\nF(0)", "InsufficientExecutionStackException", 5),
        new("stack-overflow-in-a-comparer", "class C : IComparable { public int CompareTo(object o) => new[] { new C(), new C() }.Order().Count() + CompareTo(o); }\nnew C().CompareTo(null)", "InsufficientExecutionStackException", 5),
        new("text-that-never-ends", "class T { public override string ToString() { while (true) { } } }\nnew T()", "took longer than 6 s", 5),
        new("text-that-throws", "class T { public override string ToString() => throw new Exception(); }\nnew T()", "its ToString threw", 5),
        new("a-result-without-end", "IEnumerable<int> F() { while (true) yield return 1; }\nF()", "1, 1, 1 ... (more)", 5),
        new("a-graph-that-holds-itself", "class N { public N Next; public List<N> All = new(); }\nvar n = new N(); n.Next = n; for (int i = 0; i < 1000; i++) n.All.Add(n);\nn", "the output of this cell is cut", 5),
        new("deletes-files", "foreach (var f in Directory.GetFiles(\"/\", \"*\", SearchOption.AllDirectories)) File.Delete(f);", "System.IO.File is not for homework", 5),
        new("reads-the-others", "Console.WriteLine(string.Join('\\n', Directory.GetFiles(\"../..\", \"*.ipynb\", SearchOption.AllDirectories).Select(File.ReadAllText)));", "System.IO.Directory is not for homework", 5),
        new("reads-the-environment", "Console.WriteLine(File.ReadAllText(\"/proc/self/environ\") + Environment.GetEnvironmentVariable(\"HOME\"));", "System.Environment.GetEnvironmentVariable is not for homework", 5),
        new("starts-a-shell", "System.Diagnostics.Process.Start(\"sh\", \"-c 'kill -9 -1'\");", "System.Diagnostics.Process is not for homework", 5),
        new("asks-the-network", "Console.WriteLine(await new System.Net.Http.HttpClient().GetStringAsync(\"http://127.0.0.1:80\"));", "System.Net.Http.HttpClient is not for homework", 5),
        new("takes-the-console", "Console.SetOut(System.IO.TextWriter.Null); Console.SetError(System.IO.TextWriter.Null);", "System.Console.SetOut is not for homework", 5),
        new("a-package", "#r \"nuget: Newtonsoft.Json\"\n1", "homework is done with what the assignment gives", 5),
        new("loads-a-file", "#load \"../other.csx\"", "homework is done with what the assignment gives", 5),
        new("imports-a-notebook", "#!import ../other.ipynb", "#!import is not for homework", 5),
        new("a-script-for-the-reader", "#!javascript\nfetch('http://127.0.0.1/' + document.cookie)", "#!javascript is not for homework", 5),
        new("html-for-the-reader", "#!html\n<script>alert(1)</script><img src=x onerror=alert(1)>", "#!html is not for homework", 5),
        new("another-culture", "using System.Globalization;\nvar comma = (CultureInfo)CultureInfo.InvariantCulture.Clone(); comma.NumberFormat.NumberDecimalSeparator = \",\";\nCultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = comma; $\"a half is {0.5}\"", "System.Globalization.CultureInfo.DefaultThreadCurrentCulture is not for homework", 5),
        new("another-seed", "Rng.Seed(0); double first = Rng.Current.NextDouble(); for (int i = 0; i < 100; i++) Rng.Current.NextDouble();\nRng.Seed(0); $\"the seed is taken: {Rng.Current.NextDouble() == first}\"", "the seed is taken: True", 5),
        new("a-variable-called-Check", "int Check = 3;", "`Check` is a name by which the notebook calls the library", 5),
        new("the-file-handles-of-the-grader", "var s = new FileStream(new Microsoft.Win32.SafeHandles.SafeFileHandle((nint)3, false), FileAccess.Write); s.Write(new byte[100]);", "System.IO.FileStream is not for homework", 5),
    ];

    /// <summary>Whole notebooks that are not as they should be.</summary>
    public static IEnumerable<(string Name, Func<byte[]> File, double Most, bool IsReadable)> Files =>
    [
        ("changed-tests", () => Bytes(Changed("sigmoid-tests", "3.0")), 2, true),
        ("deleted-tests", () => Bytes(Without("sigmoid-tests", "slope-tests")), 2, true),
        ("deleted-answers", () => Bytes(Without("sigmoid", "slope")), 0, true),
        ("a-second-tests-cell", () => Bytes(Twice("sigmoid-tests", OwnTests)), 2, true),
        ("ten-copies-of-an-answer", () => Bytes(Copies("slope", 10)), 2, true),
        ("tests-before-answers", () => Bytes(Turned()), 5, true),
        ("points-of-a-thousand", () => Bytes(Metadata("sigmoid-tests", """{ "schema_version": 3, "grade": true, "solution": false, "locked": false, "grade_id": "sigmoid-tests", "points": 1000 }""")), 2, true),
        ("metadata-that-are-none", () => Bytes(Metadata("slope", "[1, 2]")), 0, true),
        ("metadata-of-another-kind", () => Bytes(Metadata("slope", """{ "grade_id": { "a": [] }, "schema_version": "x" }""")), 0, true),
        ("tests-are-not-to-run", () => Bytes(Tagged("sigmoid-tests", "skip-execution")), 2, true),
        ("errors-are-welcome", () => Bytes(Tagged("sigmoid-tests", "raises-exception")), 2, true),
        ("made-up-outputs", () => Bytes(Outputs("sigmoid-tests")), 2, true),
        ("a-cell-of-five-megabytes", () => Bytes(Added("// " + new string('x', 5_000_000))), 2, true),
        ("two-thousand-cells", () => Bytes(Many(2000)), 2, true),
        ("half-a-file", () => Bytes(Solved())[..500], 0, false),
        ("nothing", () => [], 0, false),
        ("noise", () => [.. Enumerable.Range(0, 5000).Select(i => (byte)(i * 7919 % 256))], 0, false),
        ("brackets", () => Encoding.UTF8.GetBytes(new string('[', 100_000)), 0, false),
        ("another-format", () => Encoding.UTF8.GetBytes("""{ "nbformat": 2, "cells": 5 }"""), 0, false),
    ];

    /// <summary>Archives.</summary>
    public static IEnumerable<(string Name, Func<byte[]> File, double Most, bool IsReadable)> Archives =>
    [
        ("climbing-names", () => Zip(("../../../climbed.ipynb", Bytes(Solved()))), 5, true),
        ("two-notebooks", () => Zip(("a.ipynb", Bytes(Solved())), ("b.ipynb", Bytes(Solved()))), 0, false),
        ("no-notebook", () => Zip(("readme.txt", [1, 2, 3])), 0, false),
        ("a-bomb", () => Zip(("a.ipynb", new byte[80 << 20])), 0, false),
        ("no-archive", () => [80, 75, 3, 4, 9, 9, 9], 0, false),
    ];

    private static NotebookDocument Solved() => Sample.Submission(("sigmoid", Right), ("slope", RightSlope));

    private static NotebookDocument Half() => Sample.Submission(("slope", OwnSlope));

    private static byte[] Bytes(NotebookDocument document) => Encoding.UTF8.GetBytes(document.ToText());

    private static NotebookDocument With(NotebookDocument document, Action<NotebookDocument> change)
    {
        change(document);
        return document;
    }

    private static NotebookDocument Changed(string id, string source) => With(Half(), document => Sample.CellOf(document, id).Source = source);

    private static NotebookDocument Without(params string[] ids) => With(Half(), document =>
    {
        foreach (var id in ids)
        {
            document.RemoveAt(document.Cells.ToList().IndexOf(Sample.CellOf(document, id)));
        }
    });

    // As a copy in Jupyter: with the metadata of the first.
    private static NotebookCell Copy(NotebookCell cell, string source)
    {
        var copy = NotebookCell.Code(source);
        copy.Metadata["nbgrader"] = cell.Metadata["nbgrader"]!.DeepClone();
        return copy;
    }

    private static NotebookDocument Twice(string id, string source) => With(Half(), document =>
    {
        document.Insert(1, Copy(Sample.CellOf(document, id), source));
    });

    private static NotebookDocument Copies(string id, int count) => With(Half(), document =>
    {
        for (var i = 0; i < count; i++)
        {
            document.Add(Copy(Sample.CellOf(document, id), Sample.CellOf(document, id).Source));
        }
    });

    private static NotebookDocument Turned() => With(Solved(), document =>
    {
        foreach (var cell in document.Cells.Reverse().ToArray())
        {
            document.RemoveAt(document.Cells.ToList().IndexOf(cell));
            document.Add(cell);
        }
    });

    private static NotebookDocument Metadata(string id, string json) => With(Half(), document => Sample.CellOf(document, id).Metadata["nbgrader"] = JsonNode.Parse(json));

    private static NotebookDocument Tagged(string id, string tag) => With(Half(), document => Sample.CellOf(document, id).Metadata["tags"] = new JsonArray(tag));

    private static NotebookDocument Outputs(string id) => With(Half(), document => Sample.CellOf(document, id).Json["outputs"] = JsonNode.Parse("""[{ "output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": { "text/plain": "3" } }]"""));

    private static NotebookDocument Added(string source) => With(Half(), document => document.Add(NotebookCell.Code(source)));

    private static NotebookDocument Many(int count) => With(Half(), document =>
    {
        for (var i = 0; i < count; i++)
        {
            document.Add(NotebookCell.Code(i % 200 == 0 ? $"int a{i} = {i};" : ""));
        }
    });

    private static byte[] Zip(params (string Name, byte[] Bytes)[] entries)
    {
        using MemoryStream stream = new();
        using (ZipArchive archive = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in entries)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(bytes);
            }
        }

        return stream.ToArray();
    }
}
