using System.Diagnostics;
using System.Globalization;
using NotebookKit.Devices;
using NotebookKit.Display;

namespace NotebookKit.Interactive;

/// <summary><c>#!profile</c>: where the time of a cell goes.</summary>
internal sealed class ProfileCommand : IMagicCommand
{
    /// <inheritdoc/>
    public string Name => "profile";

    /// <inheritdoc/>
    public string Summary => "runs the cell and shows which operations took the time";

    /// <inheritdoc/>
    public string Usage => """
        #!profile [--top N]
        Runs the rest of the cell and lists the operations of the library by time, with calls, FLOP (additions, multiplications, functions) and bytes of results.
        What is not an operation of the library, C# loops say, is the difference to the cell's time.
        Example: #!profile --top 10
        """;

    /// <inheritdoc/>
    public bool TakesCell => true;

    /// <inheritdoc/>
    public async Task RunAsync(MagicCall call, CancellationToken cancellation)
    {
        MagicLine line = MagicLine.Parse(call.Arguments, Usage, ["top"]);
        line.AtMost(0);
        int top = line.Whole("top", 20, 1, 1000);
        if (string.IsNullOrWhiteSpace(call.Code))
        {
            throw line.Wrong("There is no code below this line to look at.");
        }

        Profiler profiler = new();
        object? value;
        long allocated = GC.GetTotalAllocatedBytes();
        long start = Stopwatch.GetTimestamp();
        using (profiler.Start())
        {
            value = await call.Host.EvaluateAsync(call.Code, cancellation).ConfigureAwait(false);
        }

        TimeSpan whole = Stopwatch.GetElapsedTime(start);
        allocated = GC.GetTotalAllocatedBytes() - allocated;
        if (value is not null)
        {
            call.Host.Show(value);
        }

        call.Host.Show(Table(profiler.Operations, whole, allocated, top));
    }

    /// <summary>What was found, as a table.</summary>
    internal static ReportTable Table(IReadOnlyList<ProfiledOperation> operations, TimeSpan whole, long allocated, int top)
    {
        double inside = operations.Sum(operation => operation.Time.TotalSeconds);
        double flops = operations.Sum(operation => operation.Flops);
        double most = operations.Count == 0 ? 1 : Math.Max(1e-12, operations[0].Time.TotalSeconds);
        double Share(double seconds) => 100 * seconds / Math.Max(whole.TotalSeconds, 1e-12);
        ProfiledOperation[] shown = [.. operations.Take(top)];
        return new ReportTable(
            $"Profile: {Amount.Time(whole.TotalSeconds)}, of which {Amount.Time(inside)} in {operations.Sum(operation => operation.Calls):N0} operations",
            ["operation", "time", "share", "calls", "a call", "FLOP", "GFLOP/s", "results"],
            [.. shown.Select(one => new[]
            {
                one.Name,
                Amount.Time(one.Time.TotalSeconds),
                $"{Share(one.Time.TotalSeconds).ToString("0.0", CultureInfo.InvariantCulture)} %",
                one.Calls.ToString("N0", CultureInfo.InvariantCulture),
                Amount.Time(one.Time.TotalSeconds / one.Calls),
                Amount.Flops(one.Flops),
                one.Flops > 0 && one.Time > TimeSpan.Zero ? Amount.Digits(one.Flops / one.Time.TotalSeconds / 1e9) : "-",
                Amount.Bytes(one.Bytes),
            })])
        {
            Bars = [.. shown.Select(one => one.Time.TotalSeconds / most)],
            Notes =
            [
                $"In all {Amount.Flops(flops)}FLOP; the cell allocated {Amount.Bytes(allocated)} of managed memory, compiling included.",
                .. operations.Count > top ? [$"{operations.Count - top} more operations are not shown; --top {operations.Count} shows all."] : Array.Empty<string>(),
                .. operations.Count == 0 ? ["No operation of the library ran in this cell."] : Array.Empty<string>(),
            ],
        };
    }
}
