namespace NotebookKit.Layers;

/// <summary>Max pooling as a layer: the largest number of each window; see <see cref="Ops.MaxPool"/>.</summary>
/// <param name="kernel">The window.</param>
/// <param name="stride">From window to window; the window's size when null.</param>
/// <param name="padding">Places around the image that never win.</param>
/// <param name="dilation">From place to place within a window; 1 when null.</param>
/// <param name="ceil">Rounds the size up: a last window may leave the image.</param>
/// <param name="keepPositions">Remembers where each number stood, for a <see cref="MaxUnpool2d"/>.</param>
public sealed class MaxPool2d(Pair kernel, Pair? stride = null, Pair padding = default, Pair? dilation = null, bool ceil = false, bool keepPositions = false) : Module
{
    /// <summary>The window.</summary>
    public Pair Kernel => kernel;

    /// <summary>From window to window.</summary>
    public Pair Stride => stride ?? kernel;

    /// <summary>Places around the image that never win.</summary>
    public Pair Padding => padding;

    /// <summary>From place to place within a window.</summary>
    public Pair Dilation => dilation ?? 1;

    /// <summary>Whether it remembers where each number stood.</summary>
    public bool KeepsPositions => keepPositions;

    /// <summary>Where the numbers of the last batch stood, and the size of its images; null before.</summary>
    internal (Tensor Positions, Pair Size)? Last { get; private set; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (!keepPositions)
        {
            return input.MaxPool2d(kernel, stride, padding, dilation, ceil);
        }

        (Tensor values, Tensor positions) = input.MaxPool2dWithPositions(kernel, stride, padding, dilation, ceil);
        Last = (positions, (input.Shape[2], input.Shape[3]));
        return values;
    }

    /// <inheritdoc/>
    public override string ToString() => $"MaxPool2d({kernel}, stride {Stride})";
}
