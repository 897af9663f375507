using System.Globalization;
using System.Text.RegularExpressions;
using NotebookKit.Layers;

namespace NotebookKit.Interactive;

/// <summary><c>#!summary MODEL [SHAPE]</c>: the layers of a network with what comes out of each.</summary>
internal sealed partial class SummaryCommand : IMagicCommand
{
    /// <inheritdoc/>
    public string Name => "summary";

    /// <inheritdoc/>
    public string Summary => "shows a model's layers with shapes, parameters and FLOP";

    /// <inheritdoc/>
    public string Usage => """
        #!summary MODEL [SHAPE]
        Sends zeros of the shape through the model and lists its layers: output shapes, parameters, additions and multiplications (FLOPs).
        Without a shape: that of the input it was last used with, or what a first fully connected layer takes. ModuleSummary.Of(model) is the same table.
        Example: #!summary model [1, 1, 28, 28]
        """;

    /// <inheritdoc/>
    public bool TakesCell => false;

    /// <inheritdoc/>
    public async Task RunAsync(MagicCall call, CancellationToken cancellation)
    {
        MagicLine line = MagicLine.ParseExpression(call.Arguments, Usage);
        Match parts = Form().Match(line.Rest);
        if (!parts.Success)
        {
            throw line.Wrong("The model is missing.");
        }

        object? value = await call.Host.EvaluateAsync(parts.Groups["model"].Value.TrimEnd(';'), cancellation).ConfigureAwait(false);
        if (value is not Module model)
        {
            throw line.Wrong($"{parts.Groups["model"].Value} is to be a Module, and is {(value is null ? "null" : $"a {value.GetType().Name}")}.");
        }

        Shape? shape = parts.Groups["shape"].Success ? Sizes(parts.Groups["shape"].Value, line) : (Shape?)null;
        try
        {
            call.Host.Show(ModuleSummary.Of(model, shape));
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            throw new MagicException($"The model does not take an input of shape {shape}: {e.Message}");
        }
    }

    private static Shape Sizes(string text, MagicLine line)
    {
        string[] sizes = text.Split([' ', ',', 'x', '[', ']'], StringSplitOptions.RemoveEmptyEntries);
        return sizes.Length > 0 && sizes.All(size => int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out int one) && one is > 0 and <= 1 << 20) && sizes.Aggregate(1L, (product, size) => product * int.Parse(size, CultureInfo.InvariantCulture)) <= 1 << 26
            ? new Shape([.. sizes.Select(size => int.Parse(size, CultureInfo.InvariantCulture))])
            : throw line.Wrong($"'{text}' is not the shape of an input; write [1, 784].");
    }

    [GeneratedRegex(@"^(?<model>.+?)(?:\s+(?<shape>\[[^\]]*\]|\d+(?:\s*[,x]\s*\d+)*))?$", RegexOptions.Singleline)]
    private static partial Regex Form();
}
