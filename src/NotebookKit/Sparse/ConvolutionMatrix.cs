namespace NotebookKit.Sparse;

/// <summary>A convolution written as a fully connected layer: a matrix that is nearly all zeros and repeats the same few weights.</summary>
/// <remarks>
/// Rows are the numbers of the result, columns those of the image, both [channel, row, column] in order. out * in * (places of the
/// filter's rows inside the image) * (the same of its columns) entries; without padding out * in * h * w * kh * kw. Lecture S2 L6.
/// </remarks>
/// <param name="Connections">Where the entries are.</param>
/// <param name="Weights">The entries in the order of the connections: each weight of a filter again and again.</param>
/// <param name="ImageSize">Rows and columns of the images.</param>
/// <param name="OutputSize">Rows and columns of the maps.</param>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed record ConvolutionMatrix(Connections Connections, Tensor Weights, Pair ImageSize, Pair OutputSize)
{
    /// <summary>Writes out the matrix of a convolution.</summary>
    /// <param name="filters">[out, in, kh, kw].</param>
    /// <param name="imageSize">Rows and columns of the images.</param>
    /// <param name="stride">From a look at the image to the next; 1 when null.</param>
    /// <param name="padding">Zeros around the image; none when null.</param>
    public static ConvolutionMatrix Of(Tensor filters, Pair imageSize, Pair? stride = null, Pair? padding = null)
    {
        ArgumentNullException.ThrowIfNull(filters);
        if (filters.Rank != 4 || !filters.DType.IsFloat())
        {
            throw new ArgumentException($"ConvolutionMatrix: takes filters [out, in, kh, kw] of floats, and got {filters.Shape} of {filters.DType}.", nameof(filters));
        }

        (int outputs, int channels) = (filters.Shape[0], filters.Shape[1]);
        Pair kernel = (filters.Shape[2], filters.Shape[3]);
        (int Place, int Tap, int Pixel)[] down = Meetings(imageSize.Height, kernel.Height, (stride ?? 1).Height, (padding ?? 0).Height, out int height);
        (int Place, int Tap, int Pixel)[] across = Meetings(imageSize.Width, kernel.Width, (stride ?? 1).Width, (padding ?? 0).Width, out int width);
        List<((int Input, int Output) Ends, long Weight)> entries = [];
        for (int o = 0; o < outputs; o++)
        {
            for (int c = 0; c < channels; c++)
            {
                foreach ((int p, int i, int row) in down)
                {
                    foreach ((int q, int j, int column) in across)
                    {
                        int input = (((c * imageSize.Height) + row) * imageSize.Width) + column;
                        int output = (((o * height) + p) * width) + q;
                        entries.Add(((input, output), (((((o * channels) + c) * kernel.Height) + i) * kernel.Width) + j));
                    }
                }
            }
        }

        Connections connections = new(checked(channels * imageSize.Height * imageSize.Width), checked(outputs * height * width), entries.Select(entry => entry.Ends));
        long[] order = [.. entries.OrderBy(entry => entry.Ends.Output).ThenBy(entry => entry.Ends.Input).Select(entry => entry.Weight)];
        return new ConvolutionMatrix(connections, filters.Flatten().IndexSelect(0, Tensor.From(order)), imageSize, (height, width));
    }

    /// <summary>How many entries the matrix has, without writing it out.</summary>
    /// <param name="inChannels">Channels of the images.</param>
    /// <param name="outChannels">Filters.</param>
    /// <param name="imageSize">Rows and columns of the images.</param>
    /// <param name="kernelSize">Rows and columns of a filter.</param>
    /// <param name="stride">From a look at the image to the next; 1 when null.</param>
    /// <param name="padding">Zeros around the image; none when null.</param>
    public static long EntriesOf(int inChannels, int outChannels, Pair imageSize, Pair kernelSize, Pair? stride = null, Pair? padding = null) => checked(
        (long)inChannels * outChannels
        * Meetings(imageSize.Height, kernelSize.Height, (stride ?? 1).Height, (padding ?? 0).Height, out _).Length
        * Meetings(imageSize.Width, kernelSize.Width, (stride ?? 1).Width, (padding ?? 0).Width, out _).Length);

    /// <summary>The convolution of images by a product with the matrix: [N, in, H, W] becomes [N, out, h, w].</summary>
    public Tensor Apply(Tensor images)
    {
        ArgumentNullException.ThrowIfNull(images);
        return images.Flatten(1).SparseLinear(Weights, Connections).Reshape(images.Shape[0], -1, OutputSize.Height, OutputSize.Width);
    }

    /// <summary>The whole matrix, [out * h * w, in * H * W], zeros and all.</summary>
    public Tensor Dense() => Connections.Dense(Weights);

    /// <summary>The counts in a line.</summary>
    public override string ToString() => $"a convolution as a matrix: {Connections}";

    // Where a filter's taps meet pixels along one axis: place of the result, tap, pixel; zeros of the padding are met by none.
    private static (int Place, int Tap, int Pixel)[] Meetings(int size, int kernel, int stride, int padding, out int places)
    {
        if (size < 1 || kernel < 1 || stride < 1 || padding < 0 || size + (2 * padding) < kernel)
        {
            throw new ArgumentException($"ConvolutionMatrix: a filter of {kernel} with stride {stride} does not fit {size} pixels with padding {padding}.");
        }

        places = ((size + (2 * padding) - kernel) / stride) + 1;
        return [.. Enumerable.Range(0, places)
            .SelectMany(p => Enumerable.Range(0, kernel).Select(i => (p, i, (p * stride) + i - padding)))
            .Where(meeting => meeting.Item3 >= 0 && meeting.Item3 < size)];
    }
}
