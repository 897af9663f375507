using NotebookKit.Charts.Drawing;
using NotebookKit.Display;
using NotebookKit.Gradients;

namespace NotebookKit.Interactive;

/// <summary><c>#!gradcheck</c>: holds gradients against differences.</summary>
internal sealed class GradcheckCommand : IMagicCommand
{
    private const string At = " --at ";

    /// <inheritdoc/>
    public string Name => "gradcheck";

    /// <inheritdoc/>
    public string Summary => "compares gradients with differences and shows the largest error";

    /// <inheritdoc/>
    public string Usage => """
        #!gradcheck FUNCTION --at TENSOR   or   #!gradcheck LOSS
        A function of a tensor is checked in double precision, at every number of the tensor.
        A loss, such as model.Forward(x).CrossEntropy(y), is checked with respect to the parameters in it, at up to 12 numbers each, in their own precision.
        Example: #!gradcheck x => x.Sigmoid() --at Tensor.Normal([5])
        """;

    /// <inheritdoc/>
    public bool TakesCell => false;

    /// <inheritdoc/>
    public async Task RunAsync(MagicCall call, CancellationToken cancellation)
    {
        MagicLine line = MagicLine.Parse(string.Empty, Usage);
        string text = call.Arguments.Trim().TrimEnd(';');
        if (text.Length == 0)
        {
            throw line.Wrong("The function or the loss is missing.");
        }

        int at = text.LastIndexOf(At, StringComparison.Ordinal);
        try
        {
            using (Cancellation.By(cancellation))
            {
                call.Host.Show(at >= 0
                    ? await OfFunctionAsync(call.Host, text[..at].Trim(), text[(at + At.Length)..].Trim(), line, cancellation).ConfigureAwait(false)
                    : await OfLossAsync(call.Host, text, line, cancellation).ConfigureAwait(false));
            }
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            throw new MagicException($"#!gradcheck: {e.Message}");
        }
    }

    private static async Task<ReportTable> OfFunctionAsync(IMagicHost host, string function, string place, MagicLine line, CancellationToken cancellation)
    {
        object? f = await host.EvaluateAsync($"(System.Func<NotebookKit.Tensor, NotebookKit.Tensor>)({function})", cancellation).ConfigureAwait(false);
        object? x = await host.EvaluateAsync(place, cancellation).ConfigureAwait(false);
        if (f is not Func<Tensor, Tensor> compute || x is not Tensor point)
        {
            throw line.Wrong($"{(x is Tensor ? function : place)} is to be {(x is Tensor ? "a function of a tensor" : "a tensor")}.");
        }

        GradientReport report = Gradient.Check(compute, point);
        return Table([new CheckedLeaf("input", point.Shape, point.Count, report, 1e-6)]);
    }

    private static async Task<ReportTable> OfLossAsync(IMagicHost host, string expression, MagicLine line, CancellationToken cancellation)
    {
        object? f = await host.EvaluateAsync($"(System.Func<NotebookKit.Tensor>)(() => {expression})", cancellation).ConfigureAwait(false);
        return f is Func<Tensor> compute
            ? Table(LossCheck.Run(compute, SessionNames.Of(host), cancellation))
            : throw line.Wrong("The loss is to be an expression that gives a tensor.");
    }

    private static ReportTable Table(IReadOnlyList<CheckedLeaf> leaves)
    {
        CheckedLeaf worst = leaves.MaxBy(leaf => leaf.Report.Error)!;
        bool right = leaves.All(leaf => leaf.IsRight);
        return new ReportTable(
            right ? "✓ The gradient is right" : "✗ The gradient is wrong",
            ["of", "shape", "checked", "largest error", "at", "gradient", "differences", "right"],
            [.. leaves.Select(leaf => new[]
            {
                leaf.Name, leaf.Shape.ToString(), $"{leaf.Checked:N0} of {leaf.Shape.Count:N0}", Error(leaf.Report.Error), $"[{string.Join(", ", leaf.Report.Place)}]",
                Slope(leaf.Report, leaf.Report.Gradient), Slope(leaf.Report, leaf.Report.Difference), leaf.IsRight ? "✓" : "✗ wrong",
            })])
        {
            Notes =
            [
                $"The largest error, {Error(worst.Report.Error)}, is in {worst.Name}. An error is relative where the slope is above 1; up to {Error(worst.Tolerance)} counts as right here.",
                .. right ? Array.Empty<string>() : ["A kink, such as that of ReLU at 0, within the step of a difference looks like an error too: check at another place."],
            ],
        };
    }

    private static string Error(double error) => double.IsInfinity(error) ? "infinite" : NumberText.Short(error, 2);

    private static string Slope(GradientReport report, double value) => report.Place.Count == 0 && report.Error == 0 ? "-" : NumberText.Short(value, 4);
}
