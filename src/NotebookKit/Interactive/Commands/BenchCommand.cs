using System.Globalization;
using NotebookKit.Display;

namespace NotebookKit.Interactive;

/// <summary><c>#!bench</c>: how long code takes, several ways side by side.</summary>
internal sealed class BenchCommand : IMagicCommand
{
    private const int MostLines = 20;

    /// <inheritdoc/>
    public string Name => "bench";

    /// <inheritdoc/>
    public string Summary => "measures how long code takes, several lines against each other";

    /// <inheritdoc/>
    public string Usage => """
        #!bench [--runs N] [--seconds S] [EXPRESSION]
        Measures an expression, or each line of the cell below, an expression a line: they take turns, after a warm-up.
        Shows the fastest tenth (p10), the median, the spread (p90 - p10, of the median) and what a call allocates on its thread.
        Example: #!bench --runs 50 a.MatMul(b)
        """;

    /// <inheritdoc/>
    public bool TakesCell => true;

    /// <inheritdoc/>
    public async Task RunAsync(MagicCall call, CancellationToken cancellation)
    {
        MagicLine line = MagicLine.ParseExpression(call.Arguments, Usage, ["runs", "seconds"]);
        int runs = line.Whole("runs", 30, 3, 10_000);
        int seconds = line.Whole("seconds", 5, 1, 600);
        string[] expressions = [.. new[] { line.Rest }.Concat(call.Code.Split('\n')).Select(text => text.Trim().TrimEnd(';')).Where(text => text.Length > 0 && !text.StartsWith("//", StringComparison.Ordinal))];
        if (expressions.Length == 0)
        {
            throw line.Wrong("There is nothing to measure: write an expression behind the command, or one a line below it.");
        }

        if (expressions.Length > MostLines)
        {
            throw line.Wrong($"{expressions.Length} lines are more than the {MostLines} that can be compared; each line is to be an expression of its own.");
        }

        List<Measured> measured = [];
        foreach (string expression in expressions)
        {
            measured.Add(new Measured(expression, await CompileAsync(call.Host, expression, cancellation).ConfigureAwait(false)));
        }

        // Cells run on this thread's flow, and so does the measurement: a pool thread would have another cache.
        TimeSpan limit = TimeSpan.FromSeconds(seconds);
        using (Cancellation.By(cancellation))
        {
            Stopwatches.Measure(measured, runs, limit, cancellation);
        }

        call.Host.Show(Table(measured));
    }

    private static async Task<Action> CompileAsync(IMagicHost host, string expression, CancellationToken cancellation)
    {
        try
        {
            if (await host.EvaluateAsync($"(System.Func<object>)(() => (object)({expression}))", cancellation).ConfigureAwait(false) is Func<object> f)
            {
                return () => Keep(f());
            }
        }
        catch (MagicException)
        {
            // It may have no value: a loop, or a call of a method that returns nothing.
        }

        return await host.EvaluateAsync($"(System.Action)(() => {{ {expression}; }})", cancellation).ConfigureAwait(false) as Action
            ?? throw new MagicException($"#!bench: the session gave nothing that can be run for: {expression}");
    }

    private static ReportTable Table(List<Measured> measured)
    {
        double slowest = measured.Max(one => one.Median);
        double fastest = Math.Max(1e-12, measured.Min(one => one.Median));
        bool compares = measured.Count > 1;
        return new ReportTable(
            compares ? $"{measured.Count} ways, {measured.Min(one => one.Runs)} runs each" : $"{measured[0].Runs} runs",
            ["code", "p10", "median", "spread", "allocates", .. compares ? ["times the fastest"] : Array.Empty<string>()],
            [.. measured.Select(one => (string[])
            [
                one.Code.Length > 80 ? one.Code[..79] + "…" : one.Code,
                Amount.Time(one.P10),
                Amount.Time(one.Median),
                $"{(100 * one.Spread).ToString("0", CultureInfo.InvariantCulture)} %",
                Amount.Bytes(one.Allocated),
                .. compares ? [Amount.Digits(one.Median / fastest)] : Array.Empty<string>(),
            ])])
        {
            Bars = compares ? [.. measured.Select(one => one.Median / slowest)] : [],
            Notes = measured.Exists(one => one.Spread > 0.5) ? ["A spread above 50 % says that the machine was busy with something else: measure again before you believe it."] : [],
        };
    }

    private static void Keep(object? value) => GC.KeepAlive(value);
}
