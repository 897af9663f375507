using System.Diagnostics;
using NotebookKit.Homework.Grading;

namespace NotebookKit.Cli;

/// <summary>Tells how grading goes: a line a submission, with how many are left and for how long.</summary>
internal sealed class GradingLines(int count)
{
    private readonly Stopwatch watch = Stopwatch.StartNew();
    private readonly Lock gate = new();
    private int done;

    /// <summary>Writes the line of a submission.</summary>
    public void Show(SubmissionScore score)
    {
        lock (gate)
        {
            done++;
            var left = watch.Elapsed / done * (count - done);
            Console.WriteLine(FormattableString.Invariant($"[{done}/{count}] {score}, {score.Seconds:0.0} s{(done < count ? $"; about {Math.Ceiling(left.TotalMinutes):0} min left" : "")}"));
        }
    }
}
