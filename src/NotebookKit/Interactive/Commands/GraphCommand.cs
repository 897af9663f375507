using NotebookKit.Gradients;

namespace NotebookKit.Interactive;

/// <summary><c>#!graph EXPRESSION</c>: draws how a tensor is computed.</summary>
internal sealed class GraphCommand : IMagicCommand
{
    /// <inheritdoc/>
    public string Name => "graph";

    /// <inheritdoc/>
    public string Summary => "draws a computation with the values and gradients in it";

    /// <inheritdoc/>
    public string Usage => """
        #!graph EXPRESSION
        Computes a tensor expression and draws its graph: each box is a tensor with its value and the gradient of the result with respect to it.
        At least one operand needs RequiresGrad = true, as a Parameter has.
        Example: #!graph (w * x + b).Tanh()
        """;

    /// <inheritdoc/>
    public bool TakesCell => false;

    /// <inheritdoc/>
    public async Task RunAsync(MagicCall call, CancellationToken cancellation)
    {
        MagicLine line = MagicLine.ParseExpression(call.Arguments, Usage);
        if (line.Rest.Length == 0)
        {
            throw line.Wrong("The expression is missing.");
        }

        GraphRecorder recorder = new();
        object? value;
        using (recorder.Start())
        {
            value = await call.Host.EvaluateAsync(line.Rest.TrimEnd(';'), cancellation).ConfigureAwait(false);
        }

        if (value is not Tensor output)
        {
            throw line.Wrong($"The expression is to give a tensor, and gave {(value is null ? "null" : $"a {value.GetType().Name}")}.");
        }

        try
        {
            call.Host.Show(recorder.GraphOf(output, SessionNames.Of(call.Host)));
        }
        catch (InvalidOperationException e)
        {
            throw new MagicException(e.Message);
        }
    }
}
