using System.Diagnostics;
using NotebookKit.Host.Protocol;

namespace NotebookKit.Host.Tests.Session;

/// <summary>Runaway cells of every kind end in the way promised, in real child processes.</summary>
/// <remarks>NOTEBOOKKIT_SLOW_TESTS=1, on a machine with nothing else to do, also holds them to two seconds; a busy one gets patience.</remarks>
public sealed class CellStopTests : IDisposable
{
    private static readonly bool IsStrict = Environment.GetEnvironmentVariable("NOTEBOOKKIT_SLOW_TESTS") == "1";
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("empty loop", "while (true);")]
    [InlineData("goto", "again: goto again;")]
    [InlineData("LINQ", "Enumerable.Range(0, int.MaxValue).SelectMany(i => Enumerable.Range(0, int.MaxValue)).Where(i => i < 0).Count()")]
    [InlineData("query", "(from i in Enumerable.Repeat(1, int.MaxValue) from j in Enumerable.Repeat(1, int.MaxValue) select i + j).LongCount()")]
    [InlineData("async loop", "while (true) { await Task.Delay(1); }")]
    [InlineData("await", "await Task.Delay(-1);")]
    [InlineData("Parallel.For", "Parallel.For(0, long.MaxValue, i => Math.Sqrt(i));")]
    [InlineData("sleep", "System.Threading.Thread.Sleep(-1);")]
    [InlineData("wait", "new TaskCompletionSource().Task.Wait();")]
    [InlineData("Console flood", "while (true) { Console.WriteLine(\"flood\"); }")]
    [InlineData("catch all", "while (true) { try { while (true) { } } catch (Exception) { } }")]
    [InlineData("library", "using NotebookKit;\nvar t = Tensor.Zeros([200, 200]);\nwhile (true) { t = t + 1; }")]
    [InlineData("magic", "#!time\nwhile (true);")]
    public async Task It_stops_and_keeps_its_variables(string kind, string code)
    {
        using var child = await StartAsync();
        await RunAsync(child, "int kept = 42;");
        var (stop, seconds) = await StopAsync(child, code, IsStrict ? CellStop.Grace : TimeSpan.FromSeconds(60));
        Assert.True(stop.IsAlive, kind);
        Assert.True(!IsStrict || seconds < 2, $"{kind}: {seconds} s");
        var after = await RunAsync(child, "kept");
        Assert.Equal("42", Assert.IsType<ResultEvent>(after[0]).Data["text/plain"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("native wait", "[System.Runtime.InteropServices.DllImport(\"libc\")] static extern int sleep(int s);\nConsole.WriteLine(\"started\");\nsleep(1000);")]
    [InlineData("loop of the framework", "string.Join(\"\", Enumerable.Repeat(\"\", int.MaxValue).Concat(Enumerable.Repeat(\"\", int.MaxValue)));")]
    public async Task What_cannot_stop_is_killed_and_that_is_said(string kind, string code)
    {
        using var child = await StartAsync();
        var (stop, seconds) = await StopAsync(child, code, CellStop.Grace);
        Assert.False(stop.IsAlive, kind);
        Assert.True(!IsStrict || seconds < 2, $"{kind}: {seconds} s");
        Assert.Contains("variables are lost", stop.Consequence);
    }

    [Theory]
    [InlineData("int F(int n) => F(n + 1) + 1;\nF(0)", "F")]
    [InlineData("int A(int n) { return B(n) + 1; }\nint B(int n) { return A(n) + 1; }\nA(0)", "A")]
    [InlineData("Func<int, int> f = null;\nf = n => f(n + 1) + 1;\nf(0)", "f")]
    [InlineData("class Node { public int Depth => Depth + 1; }\nnew Node().Depth", "Depth")]
    public async Task Endless_recursion_is_an_error_of_the_cell_and_not_the_end_of_the_process(string code, string name)
    {
        using var child = await StartAsync();
        await RunAsync(child, "int kept = 42;");
        var watch = Stopwatch.StartNew();
        var error = (await RunAsync(child, code)).OfType<ErrorEvent>().Single();
        Assert.Equal("InsufficientExecutionStackException", error.Name);
        Assert.True(error.Traceback.Count < 100, name);
        Assert.True(!IsStrict || watch.Elapsed.TotalSeconds < 2, $"{name}: {watch.Elapsed}");
        Assert.IsType<ResultEvent>((await RunAsync(child, "kept"))[0]);
    }

    [Fact]
    public async Task A_stop_between_cells_stops_nothing()
    {
        using var child = await StartAsync();
        child.Send(new StopRequest());
        Assert.IsType<ResultEvent>((await RunAsync(child, "var i = 0; while (i < 1000) { i++; await Task.Yield(); }\ni"))[0]);
    }

    private async Task<CellProcess> StartAsync()
    {
        var program = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var child = CellProcess.Start(new CellServerCommand(program, [Path.Combine(AppContext.BaseDirectory, "nbkit.dll"), "cell-server"]), folder.Path);
        Assert.IsType<ReadyEvent>(await child.Events.ReadAsync());
        return child;
    }

    private static async Task<List<CellEvent>> RunAsync(CellProcess child, string code)
    {
        child.Send(new ExecuteRequest(1, code));
        var events = new List<CellEvent>();
        while (await child.Events.ReadAsync() is var message and not DoneEvent)
        {
            events.Add(message);
        }

        return events;
    }

    /// <summary>Runs a cell until it has said that it runs, lets it run a little, and stops it.</summary>
    private static async Task<(StoppedCell Stop, double Seconds)> StopAsync(CellProcess child, string code, TimeSpan patience)
    {
        var lines = code.Split('\n').ToList();
        if (!code.Contains("started"))
        {
            lines.Insert(lines.Count - 1, "Console.WriteLine(\"started\");");
        }

        child.Send(new ExecuteRequest(2, code.StartsWith("#!") ? $"Console.WriteLine(\"started\");\n{code}" : string.Join('\n', lines)));
        while (await child.Events.ReadAsync() is var message and not StreamEvent { Name: "stdout" })
        {
            Assert.False(message is ErrorEvent or DoneEvent, $"the cell ended before it ran away: {message}");
        }

        await Task.Delay(100);
        var watch = Stopwatch.StartNew();
        var stop = await CellStop.StopAsync(child, _ => { }, patience);
        return (stop, watch.Elapsed.TotalSeconds);
    }
}
