using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NotebookKit.Homework.Grading;
using NotebookKit.Homework.Sandbox;
using NotebookKit.Host.Documents;
using NotebookKit.Host.Session;
using Xunit.Abstractions;

namespace NotebookKit.Homework.Tests.Grading;

[Collection(nameof(Children))]
public class HostileTests(Children children, ITestOutputHelper output)
{
    [Fact]
    public async Task Hostile_submissions_cost_themselves_points_and_nothing_else()
    {
        var folder = children.Folder("hostile");
        var submissions = Directory.CreateDirectory(Path.Combine(folder, "in")).FullName;
        Dictionary<string, (double Most, bool IsReadable)> expected = [];
        void Add(string name, string extension, byte[] bytes, double most, bool isReadable = true)
        {
            File.WriteAllBytes(Path.Combine(submissions, name + extension), bytes);
            expected.Add(name, (most, isReadable));
        }

        foreach (var attack in Hostile.InTheAnswer)
        {
            Add(attack.Name, ".ipynb", Text(Sample.Submission(("sigmoid", attack.Code), ("slope", attack.Slope))), attack.Points);
        }

        foreach (var attack in Hostile.InACell)
        {
            var document = Sample.Submission(("sigmoid", Hostile.Right), ("slope", attack.Slope));
            document.Insert(2, NotebookCell.Code(attack.Code));
            Add(attack.Name, ".ipynb", Text(document), attack.Points);
        }

        foreach (var (name, file, most, isReadable) in Hostile.Files)
        {
            Add(name, ".ipynb", file(), most, isReadable);
        }

        foreach (var (name, file, most, isReadable) in Hostile.Archives)
        {
            Add(name, ".zip", file(), most, isReadable);
        }

        foreach (var name in new[] { "ada", "grace", "zoe" })
        {
            Add(name, ".ipynb", Text(Sample.Solved()), 5);
        }

        Assert.True(expected.Count >= 80, $"{expected.Count}");
        output.WriteLine(string.Join(' ', children.Walls.Says));
        var before = Hash(submissions);
        var watch = Stopwatch.StartNew();
        var release = Sample.Release(cellSeconds: 6);
        var scores = await new Grader(release, children.Options("hostile/out") with { Jobs = 2, Graded = score => output.WriteLine($"{watch.Elapsed.TotalSeconds,6:0.0} {score} ({score.Seconds:0.0} s) {string.Join(" | ", score.Cells.Where(cell => cell.Message.Length > 0 && cell.Id != "why").Select(cell => $"{cell.Id}: {Short(cell.Message)}"))} {Short(string.Join(" | ", score.Notes))}") })
            .GradeAsync(SubmissionFile.Find(submissions, release.Assignment));
        output.WriteLine($"{scores.Count} submissions in {watch.Elapsed.TotalSeconds:0} s");
        Assert.Equal(expected.Count, scores.Count);
        Assert.All(scores, score =>
        {
            Assert.Equal(expected[score.Student].IsReadable ? SubmissionStatus.Graded : SubmissionStatus.Unreadable, score.Status);
            Assert.True(score.Points == expected[score.Student].Most, $"{score.Student} has {score.Points} instead of {expected[score.Student].Most}");
        });
        Assert.All(Hostile.InTheAnswer.Concat(Hostile.InACell), attack =>
        {
            Assert.DoesNotContain(attack.Sign, attack.Code, StringComparison.Ordinal);
            var record = attack.Record(scores.Single(score => score.Student == attack.Name), NotebookDocument.Load(new ScoreStore(Path.Combine(folder, "out")).GradedPath(attack.Name)));
            Assert.True(record.Contains(attack.Sign, StringComparison.Ordinal), $"{attack}: nothing shows that it was tried; `{attack.Sign}` is not in: {(record.Length > 2000 ? record[..2000] : record)}");
        });
        Assert.Equal(before, Hash(submissions));
        Assert.Equal(["hostile"], Directory.GetFileSystemEntries(Path.GetDirectoryName(folder)!, "*climbed*", SearchOption.AllDirectories).Select(_ => "climbed").DefaultIfEmpty("hostile"));
    }

    // Code that does not compile does no harm, and that it costs nothing says nothing: each is compiled as the session would on top of what comes before it.
    [Fact]
    public void Every_attack_is_code_that_compiles_except_the_one_that_is_not()
    {
        string[] before = [Sample.CellOf(Sample.Solved(), "start").Source, Hostile.Right];
        IEnumerable<(string Name, string[] Cells)> all =
        [
            .. Hostile.InTheAnswer.Select(attack => (attack.Name, (string[])[before[0], attack.Code])),
            .. Hostile.InACell.Select(attack => (attack.Name, (string[])[.. before, attack.Code])),
            ("a-second-tests-cell", [before[0], Hostile.OwnTests]),
        ];
        Assert.All(all, attack =>
        {
            var errors = Errors(attack.Cells);
            Assert.True(errors.Length > 0 == attack.Name is "does-not-compile", $"{attack.Name}: {string.Join(' ', errors)}");
        });
    }

    // Without a user of its own there is no limit of the system on threads; then the watch has to see them.
    [Fact]
    public async Task Threads_are_counted_where_the_system_does_not()
    {
        if (!Directory.Exists("/proc/self"))
        {
            output.WriteLine("not tried: this system does not tell of its processes as Linux does.");
            return;
        }

        var document = Sample.Submission(("sigmoid", Hostile.Right), ("slope", Hostile.RightSlope));
        document.Insert(2, NotebookCell.Code("for (int i = 0; i < 600; i++) new Thread(() => Thread.Sleep(100_000)) { IsBackground = true }.Start(); Thread.Sleep(100_000);"));
        var (cells, notebook, _) = await new Grader(Sample.Release(cellSeconds: 15), children.Options("threads") with { Walls = new Walls(WallKind.None) }).GradeAsync(document);
        Assert.Equal(5, cells.Sum(cell => cell.Points));
        Assert.Contains("threads; 256 are allowed", Assert.Single(notebook.Repairs), StringComparison.Ordinal);
    }

    // The rules on code come first; these are run without them, to see that the wall holds alone.
    [Theory]
    [InlineData("network", "Console.WriteLine(\"net\" + \"work \" + (await new HttpClient { Timeout = TimeSpan.FromSeconds(3) }.GetStringAsync(\"http://127.0.0.1:PORT/\")));", "net" + "work")]
    [InlineData("writes outside", "System.IO.File.WriteAllText(\"OUTSIDE\", \"x\"); Console.WriteLine(\"writ\" + \"ten\");", "written")]
    [InlineData("the environment", "Console.WriteLine(\"sec\" + \"ret \" + Environment.GetEnvironmentVariable(\"NOTEBOOKKIT_TEST_SECRET\").Length);", "secret")]
    public async Task Behind_the_wall_there_is_nothing_to_reach(string what, string code, string sign)
    {
        if (children.Walls.Kind is not (WallKind.Bubblewrap or WallKind.OtherUser))
        {
            output.WriteLine($"not tried: this system has no such wall. {string.Join(' ', children.Walls.Says)}");
            return;
        }

        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        _ = Task.Run(async () =>
        {
            using var client = await listener.AcceptTcpClientAsync();
            await client.GetStream().WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"u8.ToArray());
        });
        Environment.SetEnvironmentVariable("NOTEBOOKKIT_TEST_SECRET", "a secret");
        var outside = Path.Combine(children.Folder("outside"), "file.txt");
        var shown = await RunAsync(code.Replace("PORT", $"{((IPEndPoint)listener.LocalEndpoint).Port}", StringComparison.Ordinal).Replace("OUTSIDE", outside, StringComparison.Ordinal));
        output.WriteLine($"{what}: {Short(shown)}");
        Assert.DoesNotContain(sign, shown, StringComparison.Ordinal);
        Assert.Contains("error", shown, StringComparison.Ordinal);
        Assert.False(File.Exists(outside));
    }

    // The control writes less than the limit, and is let through.
    [Theory]
    [InlineData(20, true)]
    [InlineData(200, false)]
    public async Task A_file_ends_where_the_limit_is(int megabytes, bool isWritten)
    {
        if (children.Walls.Kind == WallKind.None)
        {
            output.WriteLine($"not tried: this system has no such wall. {string.Join(' ', children.Walls.Says)}");
            return;
        }

        var shown = await RunAsync($"Console.WriteLine(\"be\" + \"gun\"); await Task.Delay(500); var f = System.IO.File.OpenWrite(\"big\"); var b = new byte[1 << 20]; for (int i = 0; i < {megabytes}; i++) {{ f.Write(b); f.Flush(); }} Console.WriteLine(\"all \" + \"written\");");
        output.WriteLine(Short(shown));
        if (isWritten)
        {
            Assert.Contains("all written", shown, StringComparison.Ordinal);
        }
        else
        {
            // The system ends the process, or refuses the write: it depends on what the process inherits.
            Assert.Contains("begun", shown, StringComparison.Ordinal);
            Assert.DoesNotContain("all written", shown, StringComparison.Ordinal);
            Assert.True(!shown.Contains("error", StringComparison.Ordinal) || shown.Contains("IOException", StringComparison.Ordinal), "It should end by the limit on files, not by that on time.");
        }
    }

    [Fact]
    public async Task Processes_that_were_started_die_with_the_submission()
    {
        if (children.Walls.Kind is not (WallKind.Bubblewrap or WallKind.OtherUser))
        {
            output.WriteLine($"not tried: this system has no such wall. {string.Join(' ', children.Walls.Says)}");
            return;
        }

        // A shell that begets shells; the limit on a user's processes was proved before by starting behind the wall.
        var mark = $"86{Random.Shared.Next(1000, 9999)}";
        var shown = await RunAsync($"for (int i = 0; i < 400; i++) System.Diagnostics.Process.Start(\"sleep\", \"{mark}\"); Console.WriteLine(\"all \" + \"started\");");
        output.WriteLine(Short(shown));
        Assert.DoesNotContain("all started", shown, StringComparison.Ordinal);
        await Task.Delay(500);
        var left = Directory.GetDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])).Count(folder => CommandOf(folder).Contains(mark, StringComparison.Ordinal));
        Assert.Equal(0, left);
    }

    private async Task<string> RunAsync(string code)
    {
        var document = Sample.Submission();
        document.Insert(2, NotebookCell.Code(code));
        var (cells, notebook, _) = await new Grader(Sample.Release(cellSeconds: 15), children.Options("wall") with { HasRules = false }).GradeAsync(document);
        output.WriteLine($"{children.Walls.Kind}: {string.Join("; ", cells)} {string.Join("; ", notebook.Repairs)}");
        return notebook.Cells[2].Cell.Outputs.ToJsonString();
    }

    private static string[] Errors(IEnumerable<string> cells)
    {
        List<string> errors = [];
        CSharpCompilation? previous = null;
        foreach (var code in cells.SelectMany(CellSplitter.Split).OfType<CodePart>())
        {
            var isFirst = previous is null;
            previous = CSharpCompilation.CreateScriptCompilation(
                "attack", CSharpSyntaxTree.ParseText(code.Text, CellCompiler.ParseOptions), isFirst ? HostAssemblies.All : [], isFirst ? CellCompiler.Options : CellCompiler.Inheriting, previous, typeof(object));
            errors.AddRange(previous.GetDiagnostics().Where(found => found.Severity == DiagnosticSeverity.Error).Select(found => found.ToString()));
        }

        return [.. errors];
    }

    private static string CommandOf(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "cmdline"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static byte[] Text(NotebookDocument document) => System.Text.Encoding.UTF8.GetBytes(document.ToText());

    private static string Hash(string folder) => string.Join('\n', Directory.GetFiles(folder).Order(StringComparer.Ordinal).Select(file => Path.GetFileName(file) + Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))));

    private static string Short(string text) => text.Length > 200 ? text[..200] + "..." : text;
}
