using System.Diagnostics;
using NotebookKit.Host.Protocol;
using NotebookKit.Host.Running;

namespace NotebookKit.Host.Tests.Session;

/// <summary>Runaway cells of every kind end in the way promised, in a real child process that serves one after another.</summary>
/// <remarks>
/// The promise is two seconds on a machine with nothing else to do: NOTEBOOKKIT_SLOW_TESTS=1 holds to it. The usual run
/// allows a busy one ten.
/// </remarks>
[Collection(nameof(ScreenFixture))]
public sealed class CellStopTests(CellStopTests.SharedChild shared) : IClassFixture<CellStopTests.SharedChild>
{
    private static readonly bool IsStrict = Environment.GetEnvironmentVariable("NOTEBOOKKIT_SLOW_TESTS") == "1";
    private static readonly double Limit = IsStrict ? 2 : 10;

    /// <summary>A cell that waits outside .NET for ever: it locks a mutex twice. (A sleep would end at the next signal.)</summary>
    internal const string NativeWait = """
        [System.Runtime.InteropServices.DllImport("libc")] static extern int pthread_mutex_lock(IntPtr mutex);
        var mutex = System.Runtime.InteropServices.Marshal.AllocHGlobal(256);
        for (var i = 0; i < 256; i++) System.Runtime.InteropServices.Marshal.WriteByte(mutex, i, 0);
        pthread_mutex_lock(mutex);
        Console.WriteLine("started");
        pthread_mutex_lock(mutex);
        """;

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
    [InlineData("sleep behind an await", "await Task.Delay(1);\nSystem.Threading.Thread.Sleep(-1);")]
    [InlineData("sleep that is caught", "while (true) { try { System.Threading.Thread.Sleep(-1); } catch (Exception) { System.Threading.Thread.Sleep(-1); } }")]
    [InlineData("sleep in a task", "await Task.Factory.StartNew(() => System.Threading.Thread.Sleep(-1));")]
    [InlineData("sleep in many tasks", "await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(() => System.Threading.Thread.Sleep(-1))));")]
    [InlineData("many sleeps in Parallel.For", "Parallel.For(0, 100, i => System.Threading.Thread.Sleep(-1));")]
    [InlineData("await foreach", "async IAsyncEnumerable<int> Never() { await Task.Delay(-1); yield return 1; }\nawait foreach (var i in Never()) { }")]
    [InlineData("await using", "class Slow : IAsyncDisposable { public async ValueTask DisposeAsync() => await new TaskCompletionSource().Task.ConfigureAwait(false); }\nawait using (new Slow()) { }")]
    [InlineData("second of a chain", "Enumerable.Repeat(1, int.MaxValue).Concat(Enumerable.Repeat(1, int.MaxValue)).Where(x => x > 0).Select(x => x + 1).Where(x => x < 0).Count(x => x > 0)")]
    [InlineData("lock", "var door = new object();\nnew System.Threading.Thread(() => { lock (door) { Console.Write(\"\"); System.Threading.Thread.Sleep(-1); } }) { IsBackground = true }.Start();\nSystem.Threading.Thread.Sleep(50);\nlock (door) { }")]
    public async Task It_stops_and_keeps_its_variables(string kind, string code)
    {
        var child = await shared.GetAsync();
        var (stop, seconds) = await StopAsync(child, code, IsStrict ? CellStop.Grace : TimeSpan.FromSeconds(Limit));
        Assert.True(stop.IsAlive, kind);
        Assert.True(seconds < Limit, $"{kind}: {seconds} s");
        var after = await RunAsync(child, "kept");
        Assert.Equal("42", Assert.IsType<ResultEvent>(after[0]).Data["text/plain"]!.GetValue<string>());
        if (kind.Contains("many"))
        {
            // What sleeps on threads of the pool sleeps on, and the next cells would find few of them.
            shared.End();
        }
    }

    [Theory]
    [InlineData("native wait", NativeWait)]
    [InlineData("loop of the framework", "string.Join(\"\", Enumerable.Repeat(\"\", int.MaxValue).Concat(Enumerable.Repeat(\"\", int.MaxValue)));")]
    public async Task What_cannot_stop_is_killed_and_that_is_said(string kind, string code)
    {
        var child = await shared.GetAsync();
        var (stop, seconds) = await StopAsync(child, code, CellStop.Grace);
        Assert.False(stop.IsAlive, kind);
        Assert.True(seconds < Limit, $"{kind}: {seconds} s");
        Assert.Contains("variables are lost", stop.Consequence);
    }

    [Theory]
    [InlineData("int F(int n) => F(n + 1) + 1;\nF(0)", "F")]
    [InlineData("int A(int n) { return B(n) + 1; }\nint B(int n) { return A(n) + 1; }\nA(0)", "A")]
    [InlineData("Func<int, int> f = null;\nf = n => f(n + 1) + 1;\nf(0)", "f")]
    [InlineData("class Node { public int Depth => Depth + 1; }\nnew Node().Depth", "Depth")]
    [InlineData("class S { public static S operator +(S a, S b) => (a + b) ?? a; }\nnew S() + new S()", "operator")]
    [InlineData("class S { public static implicit operator S(int n) => n + 1 > 0 ? (S)n : null; }\nS s = 3;", "conversion")]
    [InlineData("class S { public int this[int i] => this[i + 1] + 1; }\nnew S()[0]", "indexer")]
    [InlineData("class S { public S(int n) { new S(n + 1); } }\nnew S(0)", "constructor")]
    [InlineData("class S { S next = new(); }\nnew S()", "field")]
    [InlineData("class S { public S Next { get; } = new S(); }\nnew S()", "initial property")]
    [InlineData("class S { public override string ToString() => $\"{this}\"; }\nnew S().ToString()", "ToString")]
    [InlineData("class S : IComparable<S> { public int CompareTo(S other) => Comparer<S>.Default.Compare(this, other); }\nnew S().CompareTo(new S())", "CompareTo")]
    [InlineData("class S { public int N { get { return N + 1; } set { N = value; } } }\nnew S().N = 1;", "setter")]
    [InlineData("Func<int, int> g = null;\nint F(int n) => g(n + 1) + 1;\ng = F;\nF(0)", "delegate")]
    [InlineData("async Task<int> F(int n) { await Task.Yield(); return G(n); }\nint G(int n) => G(n + 1) + 1;\nawait F(0)", "behind an await")]
    public async Task Endless_recursion_is_an_error_of_the_cell_and_not_the_end_of_the_process(string code, string name)
    {
        var child = await shared.GetAsync();
        var watch = Stopwatch.StartNew();
        var error = (await RunAsync(child, code)).OfType<ErrorEvent>().Single();
        Assert.Equal("InsufficientExecutionStackException", error.Name);
        Assert.True(error.Traceback.Count < 100, name);
        Assert.True(watch.Elapsed.TotalSeconds < Limit, $"{name}: {watch.Elapsed}");
        Assert.IsType<ResultEvent>((await RunAsync(child, "kept"))[0]);
    }

    [Fact]
    public async Task Recursion_that_no_guard_sees_ends_the_process_and_that_is_said()
    {
        // The framework walks down a million nested lists.
        var child = await shared.GetAsync();
        var events = await RunAsync(child, "Console.WriteLine(\"before\");\nobject all = 0;\nfor (var i = 0; i < 1000000; i++) all = new object[] { all };\nSystem.Collections.StructuralComparisons.StructuralEqualityComparer.GetHashCode(all)");
        Assert.Contains(events, shown => shown is StreamEvent { Text: "before\n" });
        Assert.Contains("Stack overflow", child.LastWords);
        Assert.Contains("variables are lost", ProcessDeath.Describe(child.ExitCode, child.LastWords).Message);
    }

    [Fact]
    public async Task A_stop_between_cells_stops_nothing()
    {
        var child = await shared.GetAsync();
        child.Send(new StopRequest());
        Assert.IsType<ResultEvent>((await RunAsync(child, "var i = 0; while (i < 1000) { i++; await Task.Yield(); }\ni"))[0]);
    }

    private static async Task<List<CellEvent>> RunAsync(CellProcess child, string code)
    {
        child.Send(new ExecuteRequest(1, code));
        var events = new List<CellEvent>();
        await foreach (var message in child.Events.ReadAllAsync())
        {
            if (message is DoneEvent)
            {
                break;
            }

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

    /// <summary>A child with a variable to keep; a new one where the last has died.</summary>
    public sealed class SharedChild : IDisposable
    {
        private readonly TemporaryFolder folder = new();
        private CellProcess? child;

        internal async Task<CellProcess> GetAsync()
        {
            if (child is null || child.Events.Completion.IsCompleted)
            {
                child?.Dispose();
                var program = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
                child = CellProcess.Start(new CellServerCommand(program, [Path.Combine(AppContext.BaseDirectory, "nbkit.dll"), "cell-server"]), folder.Path);
                Assert.IsType<ReadyEvent>(await child.Events.ReadAsync());
                await RunAsync(child, "int kept = 42;");
            }

            return child;
        }

        internal void End()
        {
            child?.Dispose();
            child = null;
        }

        public void Dispose()
        {
            End();
            folder.Dispose();
        }
    }
}
