using System.Diagnostics;
using NotebookKit.Devices;
using NotebookKit.Gradients;

namespace NotebookKit.Checks;

/// <content>What code does, besides the numbers it gives.</content>
public sealed partial class CheckTest
{
    /// <summary>Asks that each number is larger than the one before.</summary>
    public void Rises(IEnumerable<double> values, string? on = null, string? because = null) => Monotone(values, "rise", (before, next) => next > before, on, because);

    /// <summary>Asks that each number is smaller than the one before: the losses of a training, say.</summary>
    public void Falls(IEnumerable<double> values, string? on = null, string? because = null) => Monotone(values, "fall", (before, next) => next < before, on, because);

    /// <summary>Asks that f rises from each place to the next.</summary>
    public void Rises(IReadOnlyList<double> places, Func<double, double> f, string? because = null)
    {
        ArgumentNullException.ThrowIfNull(places);
        ArgumentNullException.ThrowIfNull(f);
        Monotone(places.Select(f), "rise", (before, next) => next > before, $"x = {string.Join(", ", places.Take(8))}", because);
    }

    /// <summary>Asks that code throws an exception of a kind.</summary>
    public void Raises<TException>(Action code, string? on = null, string? because = null)
        where TException : Exception
    {
        ArgumentNullException.ThrowIfNull(code);
        Exception? caught = null;
        try
        {
            code();
        }
#pragma warning disable CA1031 // Which exception came is the question.
        catch (Exception e) when (e is not (OperationCanceledException or NotImplementedException))
#pragma warning restore CA1031
        {
            caught = e;
        }

        Hold(caught is TException, () => $"expected an exception of type {typeof(TException).Name}{On(on)}, and {(caught is null ? "none came" : $"got {caught.GetType().Name}: {caught.Message}")}.", because);
    }

    /// <summary>Asks that code is done in a time; give the time plenty of room, for machines differ.</summary>
    public void Within(double seconds, Action code, string? because = null)
    {
        ArgumentNullException.ThrowIfNull(code);
        long start = Stopwatch.GetTimestamp();
        code();
        double took = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Hold(took <= seconds, () => $"expected an answer within {seconds:0.##} s, and it took {took:0.##} s; is a loop inside another one that need not be?", because);
    }

    /// <summary>Asks that code runs an operation of the library, such as MatMul or Exp, however it is written.</summary>
    /// <exception cref="ArgumentException">The library has no operation of that name, so that the question would mean nothing.</exception>
    public void Uses(string operation, Action code, string? because = null)
    {
        CheckName(operation);
        string[] ran = Ran(code);
        Hold(ran.Contains(operation, StringComparer.OrdinalIgnoreCase), () => $"expected the operation {operation} to run, and {(ran.Length == 0 ? "no operation of the library ran" : $"only these ran: {string.Join(", ", ran)}")}.", because);
    }

    /// <summary>Asks that code does its work without an operation of the library: by hand.</summary>
    /// <exception cref="ArgumentException">The library has no operation of that name, so that nothing could ever be found.</exception>
    public void DoesNotUse(string operation, Action code, string? because = null)
    {
        CheckName(operation);
        Hold(!Ran(code).Contains(operation, StringComparer.OrdinalIgnoreCase), () => $"this exercise is to be done without the library's {operation}, and it ran.", because);
    }

    /// <summary>Asks that the gradient of f agrees with differences.</summary>
    public void Gradient(Func<Tensor, Tensor> f, Tensor at, string? because = null)
    {
        GradientReport report = Gradients.Gradient.Check(f, at);
        Hold(report.IsRight, () => $"the gradient is not that of the function: {report}.", because);
    }

    private static void CheckName(string operation)
    {
        if (!Profiler.Names.Contains(operation))
        {
            string[] near = [.. Profiler.Names.Where(name => name.StartsWith(operation[..Math.Min(4, operation.Length)], StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal)];
            throw new ArgumentException($"no operation of the library is called {operation}{(near.Length == 0 ? "" : $"; there are {string.Join(", ", near)}")}.", nameof(operation));
        }
    }

    private static string[] Ran(Action code)
    {
        ArgumentNullException.ThrowIfNull(code);
        Profiler profiler = new();
        using (profiler.Start())
        {
            code();
        }

        return [.. profiler.Operations.Select(operation => operation.Name)];
    }

    private void Monotone(IEnumerable<double> values, string verb, Func<double, double, bool> goes, string? on, string? because)
    {
        ArgumentNullException.ThrowIfNull(values);
        double[] all = [.. values.Take(100_000)];
        Hold(all.Length > 1, () => $"expected two numbers or more that {verb}{On(on)}, and got {all.Length}.", because);
        int wrong = Enumerable.Range(1, all.Length - 1).FirstOrDefault(i => !goes(all[i - 1], all[i]));
        Hold(wrong == 0, () => $"expected numbers that {verb}{On(on)}, and number {wrong} is {Brief.Of(all[wrong])} after {Brief.Of(all[wrong - 1])}.", because);
    }
}
