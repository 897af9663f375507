namespace NotebookKit.Layers;

/// <summary>
/// LeNet's sub-sampling layer: y = f(w_c s + b_c), where s is the mean of a window of map c, w_c and b_c one weight and one bias a
/// map.
/// </summary>
/// <remarks>
/// [N, C, H, W] becomes [N, C, P, Q] as for <see cref="Ops.AvgPool"/>; 2 m parameters for m maps. The weights begin at 1 and the
/// biases at 0, so the layer begins as average pooling and f. LeCun et al. 1998; lecture S1 (training convolutional networks).
/// </remarks>
public sealed class TrainableSubsampling : Module
{
    private readonly Pair kernel;
    private readonly Pair? stride;
    private readonly Func<Tensor, Tensor> activation;

    /// <summary>Makes the layer.</summary>
    /// <param name="maps">How many maps.</param>
    /// <param name="kernel">The window.</param>
    /// <param name="stride">From window to window; the window's size when null.</param>
    /// <param name="activation">f; tanh when null.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    public TrainableSubsampling(int maps, Pair kernel, Pair? stride = null, Func<Tensor, Tensor>? activation = null, DType dtype = DType.Float32)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maps);
        this.kernel = kernel;
        this.stride = stride;
        this.activation = activation ?? (x => x.Tanh());
        Weight = new Parameter(Tensor.Ones([maps], dtype));
        Bias = new Parameter(Tensor.Zeros([maps], dtype));
    }

    /// <summary>One weight a map, [maps].</summary>
    public Parameter Weight { get; }

    /// <summary>One bias a map, [maps].</summary>
    public Parameter Bias { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The images have another number of maps.</exception>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Rank != 4 || input.Shape[1] != Weight.Count)
        {
            throw new ArgumentException($"TrainableSubsampling: takes images [N, {Weight.Count}, H, W], one weight and bias a map, and got {input.Shape}.");
        }

        return activation((input.AvgPool2d(kernel, stride) * Weight.Reshape(Weight.Count, 1, 1)) + Bias.Reshape(Bias.Count, 1, 1));
    }

    /// <inheritdoc/>
    public override string ToString() => $"TrainableSubsampling({Weight.Count} maps, {kernel})";
}
