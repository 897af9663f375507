using System.Diagnostics;
using NotebookKit.Host.Session;

namespace NotebookKit.Host.Tests.Session;

/// <summary>A long session stays light. NBKIT_SLOW_TESTS=1 runs the full thousand cells and holds their time to the promise.</summary>
[Collection(nameof(ScreenFixture))]
public sealed class SessionGrowthTests
{
    [Fact]
    public async Task Trivial_cells_cost_little_memory_and_their_time_does_not_grow()
    {
        var isFull = Environment.GetEnvironmentVariable("NBKIT_SLOW_TESTS") == "1";
        var cells = isFull ? 1000 : 150;
        var session = new CSharpSession(AppContext.BaseDirectory);
        for (var i = 0; i < 50; i++)
        {
            await session.RunAsync($"var warm{i} = {i};", i);
        }

        var before = GC.GetTotalMemory(forceFullCollection: true);
        var watch = Stopwatch.StartNew();
        var last = TimeSpan.Zero;
        for (var i = 0; i < cells; i++)
        {
            last = i == cells - 100 ? watch.Elapsed : last;
            Assert.Null((await session.RunAsync($"var x{i} = {i};\nx{i} + 1", i)).Failure);
        }

        var milliseconds = (watch.Elapsed - last).TotalMilliseconds / 100;
        var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / cells;

        // The quick form guards against growth with the length of the session; the full one holds the promise.
        Assert.True(bytes <= (isFull ? 50 : 100) * 1024, $"{bytes} bytes a cell");
        Assert.True(!isFull || milliseconds <= 20, $"{milliseconds} ms a cell at the end");
        GC.KeepAlive(session);
    }
}
