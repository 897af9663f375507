using System.Diagnostics;
using System.Globalization;
using NotebookKit.Checks;
using Xunit.Abstractions;

namespace NotebookKit.Tests.Checks;

/// <summary>A limit on time is about the code and not about what else the machine does.</summary>
public class FairClockTests(ITestOutputHelper output)
{
    [Fact]
    public void It_stands_while_others_have_the_processors()
    {
        if (!OperatingSystem.IsLinux())
        {
            output.WriteLine("not run: only Linux tells who waits for a processor");
            return;
        }

        // Five of a kind for each processor: each gets a fifth of the time, or less where there is more to do.
        Process[] all = [.. Enumerable.Range(0, 5 * Environment.ProcessorCount).Select(_ => Start("while :; do :; done"))];
        try
        {
            (TimeSpan fair, TimeSpan wall) = Watch(all[0], TimeSpan.FromSeconds(1.2));
            Assert.True(fair < 0.6 * wall, $"{fair} of {wall}");
        }
        finally
        {
            foreach (Process process in all)
            {
                process.Kill();
                process.Dispose();
            }
        }
    }

    [Fact]
    public void It_runs_while_the_code_sleeps()
    {
        if (OperatingSystem.IsWindows())
        {
            output.WriteLine("not run: there is no sh to sleep in");
            return;
        }

        using Process sleeper = Start("exec sleep 30");
        try
        {
            Thread.Sleep(200);
            (TimeSpan fair, TimeSpan wall) = Watch(sleeper, TimeSpan.FromSeconds(0.6));
            Assert.True(fair > 0.9 * wall, $"{fair} of {wall}");
        }
        finally
        {
            sleeper.Kill();
        }
    }

    [Theory]
    [InlineData(1.0, 0.25, 0.25)]
    [InlineData(1.0, 2.5, 1.0)]    // two and a half processors at work for a second: a second
    [InlineData(1.0, -3.0, 0.0)]   // a process has ended and its time is no longer told
    public void It_moves_by_what_was_got_and_never_by_more_than_there_was(double whole, double got, double expected)
    {
        FairClock clock = new();
        clock.Advance(TimeSpan.FromSeconds(whole), TimeSpan.FromSeconds(got));
        Assert.Equal(expected, clock.Elapsed.TotalSeconds, 6);
    }

    private (TimeSpan Fair, TimeSpan Wall) Watch(Process process, TimeSpan time)
    {
        string[] ids = [process.Id.ToString(CultureInfo.InvariantCulture)];
        FairClock clock = new();
        clock.Look(ids);
        TimeSpan before = clock.Elapsed;
        Stopwatch watch = Stopwatch.StartNew();
        while (watch.Elapsed < time)
        {
            Thread.Sleep(50);
            clock.Look(ids);
        }

        TimeSpan fair = clock.Elapsed - before, wall = watch.Elapsed;
        output.WriteLine($"{fair.TotalSeconds:0.00} s of {wall.TotalSeconds:0.00} s");
        return (fair, wall);
    }

    private static Process Start(string script) => Process.Start(new ProcessStartInfo("sh", ["-c", script]))!;
}
