using NotebookKit.Layers;

namespace NotebookKit.Segmentation;

/// <summary>Transposed convolutions that begin as bilinear interpolation, and may learn better. Long et al. 2015; lecture S2 L7.</summary>
public static class BilinearUp
{
    /// <summary>The kernel of a factor s along an axis: 2s numbers, 1 - |i - (s - 1/2)| / s; copies of it s apart sum to 1 everywhere.</summary>
    /// <param name="factor">s.</param>
    /// <returns>[2s] of Float64.</returns>
    public static Tensor Kernel(int factor)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(factor);
        return Tensor.Wrap([.. Enumerable.Range(0, 2 * factor).Select(i => 1 - (Math.Abs(i - (factor - 0.5)) / factor))], [2 * factor]);
    }

    /// <summary>A layer that makes each map s times as large: at first bilinear, each channel by itself.</summary>
    /// <param name="channels">Maps in and out.</param>
    /// <param name="factor">s, even: half a kernel is cut from each side, so h becomes exactly s h.</param>
    /// <exception cref="ArgumentException">The factor is odd.</exception>
    public static ConvTranspose2d Layer(int channels, int factor)
    {
        if (factor < 2 || factor % 2 != 0)
        {
            throw new ArgumentException($"BilinearUp: the factor is even, and {factor} is not; for others take the Upsample layer.", nameof(factor));
        }

        double[] line = Kernel(factor).ToArray<double>();
        int side = line.Length;
        float[] weights = new float[channels * channels * side * side];
        for (int channel = 0; channel < channels; channel++)
        {
            for (int p = 0; p < side * side; p++)
            {
                weights[(((channel * channels) + channel) * side * side) + p] = (float)(line[p / side] * line[p % side]);
            }
        }

        ConvTranspose2d layer = new(channels, channels, side, factor, factor / 2, bias: false);
        layer.Weight.Set(Tensor.Wrap(weights, layer.Weight.Shape));
        return layer;
    }
}
