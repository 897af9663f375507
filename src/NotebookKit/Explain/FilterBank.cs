using NotebookKit.Charts;
using NotebookKit.Layers;

namespace NotebookKit.Explain;

/// <summary>The filters of a convolution as pictures, each divided by its own largest weight, so that weak filters are seen as well as strong ones.</summary>
/// <remarks>
/// Zero stays the middle of the scale: mid-grey where a filter has three inputs and is shown in colour, white where one input is shown from blue to red. The
/// scale of each filter is written below it. First layers show oriented edges and colours; the inputs of later layers are no colours any more, and their
/// filters tell little. AlexNet's first layer is 96 x 3 x 11 x 11 (23,232 weights for the 64 of a library's variant), ResNet's 64 x 3 x 7 x 7 (9,408).
/// Krizhevsky et al. 2012; lecture S2 L12 (filter visualization), L6 (typical features).
/// </remarks>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed record FilterBank
{
    private FilterBank(Tensor filters, double[] scales) => (Filters, Scales) = (filters, scales);

    /// <summary>[filters, inputs, kh, kw], each filter from -1 to 1; a filter of zeros stays zero.</summary>
    public Tensor Filters { get; }

    /// <summary>The largest absolute weight of each filter.</summary>
    public IReadOnlyList<double> Scales { get; }

    /// <summary>The filters of a layer.</summary>
    public static FilterBank Of(Conv2d layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return Of(layer.Weight);
    }

    /// <summary>Filters [filters, inputs, kh, kw].</summary>
    /// <exception cref="ArgumentException">These are no filters, or a weight is not finite.</exception>
    public static FilterBank Of(Tensor weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (weights.Rank != 4 || !weights.DType.IsFloat() || weights.Count == 0)
        {
            throw new ArgumentException($"FilterBank: takes filters [filters, inputs, height, width] of floats, as the Weight of a Conv2d, and got {weights.Shape} of {weights.DType}.", nameof(weights));
        }

        float[] values = weights.Detach().To(DType.Float32).ToArray<float>();
        int filters = weights.Shape[0], size = values.Length / filters;
        double[] scales = new double[filters];
        for (int k = 0; k < filters; k++)
        {
            Span<float> own = values.AsSpan(k * size, size);
            foreach (float value in own)
            {
                scales[k] = float.IsFinite(value) ? Math.Max(scales[k], Math.Abs(value)) : throw new ArgumentException($"FilterBank: filter {k} of {weights.Shape} holds a weight that is {value}.", nameof(weights));
            }

            for (int i = 0; i < size && scales[k] > 0; i++)
            {
                own[i] = (float)(own[i] / scales[k]);
            }
        }

        return new(Tensor.Wrap(values, weights.Shape).Keep(), scales);
    }

    /// <summary>A picture of each filter: in colour where it has three inputs, from blue (negative) over white to red where it has one, and else a row of its first inputs.</summary>
    /// <param name="title">Stands above; made from the shape when null.</param>
    /// <param name="most">At most so many filters.</param>
    /// <param name="inputs">At most so many inputs of each, where these are not colours.</param>
    /// <param name="columns">Pictures in a row.</param>
    /// <param name="width">Pixels of a picture on the page.</param>
    public Figure Draw(string? title = null, int most = 64, int inputs = 8, int columns = 16, double width = 40)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        int[] sizes = Filters.Shape.ToArray();
        int filters = Math.Min(most, sizes[0]);
        string words = title ?? $"{sizes[0]} filters of {sizes[1]} x {sizes[2]} x {sizes[3]}{(filters < sizes[0] ? $", the first {filters}" : string.Empty)}";
        Caption[] scales = [.. Scales.Take(filters).Select(scale => (Caption)FormattableString.Invariant($"±{scale:0.##}"))];
        ImageGrid grid = sizes[1] switch
        {
            3 => new(Colours(filters), sizes[2], sizes[3], 3) { Captions = scales, Columns = columns, DisplayWidth = width },
            1 => new(Signed(filters, 1), sizes[2], sizes[3], 3) { Captions = scales, Columns = columns, DisplayWidth = width },
            _ => new(Signed(filters, Math.Min(inputs, sizes[1])), sizes[2], sizes[3], 3) { Columns = Math.Min(inputs, sizes[1]), DisplayWidth = width },
        };
        return new(grid) { Title = words };
    }

    /// <summary>How many, and how large the weights are, in a line.</summary>
    public override string ToString() => FormattableString.Invariant($"{Filters.Shape[0]} filters of {Filters.Shape[1]} x {Filters.Shape[2]} x {Filters.Shape[3]}, {Filters.Count:N0} weights, the largest of a filter {Scales.Min():G3} to {Scales.Max():G3}");

    // Three inputs are red, green and blue: [K, 3, h, w] becomes K x h x w x 3 bytes, zero in the middle.
    private byte[] Colours(int filters)
    {
        float[] values = Filters[..filters].Permute(0, 2, 3, 1).Contiguous().ToArray<float>();
        return [.. values.Select(value => (byte)Math.Round(127.5 + (127.5 * value)))];
    }

    private byte[] Signed(int filters, int inputs)
    {
        float[] values = Filters[..filters, ..inputs].Contiguous().ToArray<float>();
        byte[] rgb = new byte[3 * values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            Color color = ColorScale.Diverging.At((values[i] + 1) / 2);
            (rgb[3 * i], rgb[(3 * i) + 1], rgb[(3 * i) + 2]) = (color.R, color.G, color.B);
        }

        return rgb;
    }
}
