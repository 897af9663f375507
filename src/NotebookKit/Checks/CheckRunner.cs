using System.Diagnostics;
using NotebookKit.Gradients;

namespace NotebookKit.Checks;

/// <summary>Runs one check: on a thread of its own, with its own random numbers, for a limited time, and never throwing what the student's code throws.</summary>
internal static class CheckRunner
{
    // Recursion is a topic of the course: deeper than a thread's usual 1.5 MB, and still an end.
    private const int StackBytes = 16 << 20;

    // However busy the machine is: so many times the limit, and it is over.
    private const int MostOfLimit = 10;

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs it.</summary>
    /// <exception cref="OperationCanceledException">The caller asked to stop.</exception>
    public static CheckResult Run(CheckDefinition check, IStudentCode? student, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(check);
        cancellation.ThrowIfCancellationRequested();
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        CheckTest test = new(student, stop.Token);
        TaskCompletionSource<Exception?> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        long start = Stopwatch.GetTimestamp();
        Thread thread = new(() => done.TrySetResult(Caught(check, test)), StackBytes) { IsBackground = true, Name = $"check {check.Name}" };
        thread.Start();
        bool ended = WaitFairly(done.Task, check.TimeLimit, cancellation);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        if (!ended)
        {
            // The library's operations and the test's own questions stop at the next step; so do the student's loops where the host guards them.
            stop.Cancel();
            using IDisposable? guards = NotebookKit.Cancellation.Guards?.Invoke();
            cancellation.ThrowIfCancellationRequested();
            bool stopped = Wait(done.Task, TimeSpan.FromMilliseconds(300), CancellationToken.None);
            return Result(
                check, test, CheckStatus.Failed, elapsed, $"No answer within {check.TimeLimit.TotalSeconds:0.##} s. Is there a loop whose condition never becomes false?",
                stopped ? [] : ["The code still runs in the background; restart the notebook if it makes the machine slow."]);
        }

        // A test that ended because it was asked to stop has found nothing.
        cancellation.ThrowIfCancellationRequested();
        Exception? thrown = done.Task.Result;
        return thrown switch
        {
            null => Result(check, test, CheckStatus.Passed, elapsed, check.Success.Length > 0 ? check.Success : "Everything that was asked for holds.", []),
            NotDoneException missing => Result(check, test, CheckStatus.NotDone, elapsed, Brief.Message(missing.Message), []),
            NotImplementedException => Result(check, test, CheckStatus.NotDone, elapsed, "The exercise is still as it was: replace throw new NotImplementedException() by your own lines.", []),
            CheckFailedException failed => Result(check, test, CheckStatus.Failed, elapsed, failed.Message, []),
            _ => Result(check, test, CheckStatus.Failed, elapsed, $"The code threw {thrown.GetType().Name}: {Brief.Message(MessageOf(thrown))}", StudentFrames.Of(thrown, check.Test)),
        };
    }

    private static Exception? Caught(CheckDefinition check, CheckTest test)
    {
        try
        {
            using (Rng.Seeded(check.Seed))
            using (NotebookKit.Cancellation.By(test.Cancellation))
            using (Gradient.On())
            {
                check.Test(test);
            }

            return null;
        }
#pragma warning disable CA1031 // Whatever the student's code throws is the result of the check.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return Inner(e);
        }
    }

    private static Exception Inner(Exception e) =>
        e is System.Reflection.TargetInvocationException or TypeInitializationException or AggregateException { InnerExceptions.Count: 1 } && e.InnerException is { } inner ? Inner(inner) : e;

    private static string MessageOf(Exception e)
    {
        try
        {
            return e.Message;
        }
#pragma warning disable CA1031 // A student's exception may throw while it is asked.
        catch (Exception)
#pragma warning restore CA1031
        {
            return "(its message cannot be read)";
        }
    }

    // Time in which others had the processors does not count.
    private static bool WaitFairly(Task task, TimeSpan limit, CancellationToken cancellation)
    {
        FairClock clock = new();
        long start = Stopwatch.GetTimestamp();
        while (!Wait(task, limit - clock.Elapsed < Glance ? limit - clock.Elapsed : Glance, cancellation))
        {
            clock.Look(["self"], FairClock.OwnThread);
            if (clock.Elapsed >= limit || Stopwatch.GetElapsedTime(start) >= MostOfLimit * limit || cancellation.IsCancellationRequested)
            {
                return false;
            }
        }

        return true;
    }

    private static bool Wait(Task task, TimeSpan time, CancellationToken cancellation)
    {
        try
        {
            return task.Wait(time, cancellation);
        }
        catch (OperationCanceledException)
        {
            return task.IsCompleted;
        }
    }

    private static CheckResult Result(CheckDefinition check, CheckTest test, CheckStatus status, TimeSpan elapsed, string message, IReadOnlyList<string> detail) =>
        new(check.Name, check.Title, status, status == CheckStatus.Passed ? check.Points : 0, check.Points, message, detail, elapsed)
        {
            Picture = status == CheckStatus.NotDone ? null : test.Shown,
            Held = test.Held,
            Hints = check.Hints.Count,
        };
}
