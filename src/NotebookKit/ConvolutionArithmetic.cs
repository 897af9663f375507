namespace NotebookKit;

/// <summary>The sizes and counts of convolutions, by hand. Lectures S1, S2 L6, L8, L11.</summary>
public static class ConvolutionArithmetic
{
    /// <summary>Places of a kernel along an axis: (n + 2p - k') / s + 1 with the effective kernel k' of <see cref="EffectiveKernel"/>.</summary>
    /// <param name="size">n, the size of the axis.</param>
    /// <param name="kernel">k.</param>
    /// <param name="stride">s.</param>
    /// <param name="padding">p, zeros on each side.</param>
    /// <param name="dilation">r, elements from a place of the kernel to the next.</param>
    /// <param name="whole">Refuses a quotient that is not whole; else it is rounded down, and the last elements are never looked at.</param>
    /// <exception cref="ArgumentException">The kernel does not fit, or the quotient is not whole and must be.</exception>
    public static int OutputSize(int size, int kernel, int stride = 1, int padding = 0, int dilation = 1, bool whole = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stride);
        ArgumentOutOfRangeException.ThrowIfNegative(padding);
        int room = checked(size + (2 * padding) - EffectiveKernel(kernel, dilation));
        string formula = $"(n + 2p - k) / s + 1 = ({size} + 2*{padding} - {EffectiveKernel(kernel, dilation)}) / {stride} + 1";
        return room < 0 ? throw new ArgumentException($"OutputSize: {formula} has no place for the kernel; make it smaller or pad more.")
            : whole && room % stride != 0 ? throw new ArgumentException($"OutputSize: {formula} = {((double)room / stride) + 1} is not whole; choose another stride or padding.")
            : (room / stride) + 1;
    }

    /// <summary>The size after a transposed convolution: (n - 1) s - 2p + k' + o.</summary>
    /// <param name="size">n, the size of the axis.</param>
    /// <param name="kernel">k.</param>
    /// <param name="stride">s.</param>
    /// <param name="padding">p, elements cut from each side.</param>
    /// <param name="outputPadding">o, more elements at the end.</param>
    /// <param name="dilation">Elements from a place of the kernel to the next.</param>
    public static int TransposedOutputSize(int size, int kernel, int stride = 1, int padding = 0, int outputPadding = 0, int dilation = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stride);
        return checked(((size - 1) * stride) - (2 * padding) + EffectiveKernel(kernel, dilation) + outputPadding);
    }

    /// <summary>How far an atrous kernel reaches: k + (k - 1)(r - 1).</summary>
    public static int EffectiveKernel(int kernel, int dilation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(kernel);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dilation);
        return checked(kernel + ((kernel - 1) * (dilation - 1)));
    }

    /// <summary>What a layer learns: (kh kw C / groups + 1) K, or without the 1 for no bias.</summary>
    /// <param name="inChannels">C, channels in.</param>
    /// <param name="outChannels">K, maps out.</param>
    /// <param name="kernelSize">kh and kw.</param>
    /// <param name="groups">Shares of the channels that do not meet.</param>
    /// <param name="bias">Whether each map has a bias.</param>
    public static long WeightCount(int inChannels, int outChannels, Pair kernelSize, int groups = 1, bool bias = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(groups);
        return checked((((long)kernelSize.Height * kernelSize.Width * (inChannels / groups)) + (bias ? 1 : 0)) * outChannels);
    }

    /// <summary>Connections between the neurons of two layers: every weight is used once a map pixel.</summary>
    /// <param name="weights">From <see cref="WeightCount"/>.</param>
    /// <param name="outputSize">Rows and columns of a map.</param>
    public static long ConnectionCount(long weights, Pair outputSize) => checked(weights * outputSize.Height * outputSize.Width);

    /// <summary>How many pixels along an axis a unit sees after layers one on another: 1 + sum over the layers of (k' - 1) times the strides before.</summary>
    /// <param name="layers">The effective kernel and the stride of each layer, the first one first.</param>
    public static int ReceptiveField(params ReadOnlySpan<(int Kernel, int Stride)> layers)
    {
        int field = 1;
        int step = 1;
        foreach ((int kernel, int stride) in layers)
        {
            field = checked(field + ((kernel - 1) * step));
            step = checked(step * stride);
        }

        return field;
    }
}
