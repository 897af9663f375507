using System.Diagnostics;
using NotebookKit.Host.Session;

namespace NotebookKit.Host.Tests.Session;

/// <summary>A long session stays light.</summary>
/// <remarks>
/// 50 KB and 20 ms a trivial cell after a thousand. The usual run takes fewer cells, holds the same bytes, and gives the
/// time a factor of ten for a busy machine; NOTEBOOKKIT_SLOW_TESTS=1 asks for all of it.
/// </remarks>
[Collection(nameof(ScreenFixture))]
public sealed class SessionGrowthTests
{
    [Fact]
    public async Task A_trivial_cell_costs_little_memory_and_time_however_long_the_session()
    {
        var isFull = Environment.GetEnvironmentVariable("NOTEBOOKKIT_SLOW_TESTS") == "1";
        var cells = isFull ? 1000 : 150;
        var session = new CSharpSession(AppContext.BaseDirectory);
        for (var i = 0; i < 50; i++)
        {
            await session.RunAsync($"var warm{i} = {i};", i);
        }

        var before = GC.GetTotalMemory(forceFullCollection: true);
        var times = new List<double>();
        for (var i = 0; i < cells; i++)
        {
            var start = Stopwatch.GetTimestamp();
            Assert.Null((await session.RunAsync($"var x{i} = {i};\nx{i} + 1", i)).Failure);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        var milliseconds = times.TakeLast(100).Order().ElementAt(50);
        var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / cells;
        Assert.True(bytes <= 50 * 1024, $"{bytes} bytes a cell");
        Assert.True(milliseconds <= (isFull ? 20 : 200), $"{milliseconds} ms a cell at the end");
        GC.KeepAlive(session);
    }

    [Fact]
    public async Task What_a_session_does_not_start_with_joins_when_a_cell_needs_it()
    {
        var session = new CSharpSession(AppContext.BaseDirectory);
        var number = 0;
        async Task<object?> Result(string code)
        {
            var outcome = await session.RunAsync(code, ++number);
            Assert.True(outcome.Failure is null, outcome.Failure?.Message);
            return outcome.Result;
        }

        Assert.Equal("a", await Result("var mail = new System.Net.Mail.MailMessage { Subject = \"a\" };\nmail.Subject"));
        Assert.Equal("a", await Result("mail.Subject"));
        Assert.Equal("LoggerFactory", await Result("using Microsoft.Extensions.Logging;\nnew LoggerFactory().GetType().Name"));
        Assert.Equal(3, await Result("new[] { 1, 2, 3 }.AsQueryable().Where(x => x > 2).Single()"));
        Assert.Equal(typeof(System.Xml.Linq.XElement), await Result("#r \"System.Xml.Linq\"\nusing System.Xml.Linq;\nnew XElement(\"a\").GetType()"));
    }

    [Fact]
    public async Task Types_stay_the_same_for_earlier_cells_when_references_join()
    {
        var session = new CSharpSession(AppContext.BaseDirectory);
        var number = 0;
        foreach (var code in new[]
        {
            "using NotebookKit;\nusing NotebookKit.Layers;\nvar early = new Linear(2, 2);\nTensor x = Tensor.Ones([1, 2]);",
            "using System.IO.Compression;\nvar matrix = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(1, 1);\nvar mail = new System.Net.Mail.MailMessage();",
            "Func<Tensor, Tensor> f = early.Predict;\nTensor same = x;\nModule asModule = early;\nf(x)",
            "using Microsoft.Extensions.Logging;\nvar table = new System.Data.DataTable();\nvar factory = new LoggerFactory();",
            "f = early.Predict;\nasModule = early;\nsame = x;",
        })
        {
            var outcome = await session.RunAsync(code, ++number);
            Assert.True(outcome.Failure is null, $"{code}: {outcome.Failure?.Message}");
        }
    }
}
