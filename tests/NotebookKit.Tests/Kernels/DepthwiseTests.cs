using NotebookKit.Gradients;
using NotebookKit.Ops;
using NotebookKit.Tests.Ops;

namespace NotebookKit.Tests.Kernels;

/// <summary>Convolutions whose channels each have a filter of their own, at numbers of channels that fill no vector, one, several, and those with a rest.</summary>
[Collection(nameof(OneAtATime))]
public class DepthwiseTests
{
    public static TheoryData<int> Channels => [2, 3, 5, 8, 13, 16, 20, 37, 64];

    /// <summary>Kernel, stride, padding and dilation, each as rows and columns.</summary>
    private static (int Height, int Width, Pair Kernel, Pair Stride, Pair Padding, Pair Dilation)[] Sizes =>
    [
        (5, 19, (3, 3), (1, 1), (1, 1), (1, 1)),
        (4, 9, (3, 3), (1, 1), (0, 0), (1, 1)),
        (6, 4, (3, 3), (1, 1), (2, 2), (1, 1)),
        (3, 2, (3, 3), (1, 1), (1, 1), (1, 1)),
        (7, 12, (3, 3), (2, 2), (1, 1), (1, 1)),
        (6, 14, (5, 5), (1, 1), (2, 2), (1, 1)),
        (9, 17, (2, 3), (2, 1), (0, 1), (2, 2)),
        (1, 40, (1, 6), (1, 1), (0, 5), (1, 1)),
    ];

    [Theory]
    [MemberData(nameof(Channels))]
    public void A_depthwise_convolution_and_its_gradients_equal_the_sums_written_out_in_any_order_of_axes(int channels) => OpRegistry.OnEveryVariant(_ =>
    {
        foreach ((int height, int width, Pair kernel, Pair stride, Pair padding, Pair dilation) in Sizes)
        {
            // Small whole numbers: every order of additions gives the same bits.
            float[] x = Whole(2 * channels * height * width, 1);
            float[] w = Whole(channels * kernel.Height * kernel.Width, 2);
            float[] b = Whole(channels, 3);
            foreach (DType type in new[] { DType.Float32, DType.Float64 })
            {
                foreach (bool planes in new[] { true, false })
                {
                    Tensor image = Order(Tensor.From(x, [2, channels, height, width]).To(type), planes);
                    Tensor weight = Tensor.From(w, [channels, 1, kernel.Height, kernel.Width]).To(type), bias = Tensor.From(b, [channels]).To(type);
                    image.RequiresGrad = weight.RequiresGrad = bias.RequiresGrad = true;
                    Tensor y = image.Conv2d(weight, bias, stride, new Padding(padding.Height, padding.Height, padding.Width, padding.Width), dilation, channels);
                    float[] start = Whole(y.Count, 4);
                    Tensor[] slopes = Gradient.Of(y, [image, weight, bias], start: Order(Tensor.From(start, y.Shape).To(type), planes));
                    (float[] maps, float[] images, float[] filters, float[] biases) = WrittenOut();
                    Assert.Equal(maps, y.To(DType.Float32).ToArray<float>());
                    Assert.Equal(images, slopes[0].To(DType.Float32).ToArray<float>());
                    Assert.Equal(filters, slopes[1].To(DType.Float32).ToArray<float>());
                    Assert.Equal(biases, slopes[2].To(DType.Float32).ToArray<float>());

                    (float[] Maps, float[] Images, float[] Filters, float[] Biases) WrittenOut()
                    {
                        (float[] Maps, float[] Images, float[] Filters, float[] Biases) sums = (new float[y.Count], new float[x.Length], new float[w.Length], new float[channels]);
                        for (int o = 0; o < y.Count; o++)
                        {
                            int column = o % y.Shape[3], row = o / y.Shape[3] % y.Shape[2], map = o / (y.Shape[2] * y.Shape[3]), channel = map % channels;
                            sums.Maps[o] = b[channel];
                            sums.Biases[channel] += start[o];
                            for (int place = 0; place < kernel.Height * kernel.Width; place++)
                            {
                                int r = (row * stride.Height) + (place / kernel.Width * dilation.Height) - padding.Height;
                                int c = (column * stride.Width) + (place % kernel.Width * dilation.Width) - padding.Width;
                                if (r >= 0 && c >= 0 && r < height && c < width)
                                {
                                    int at = (((map * height) + r) * width) + c, tap = (channel * kernel.Height * kernel.Width) + place;
                                    sums.Maps[o] += w[tap] * x[at];
                                    sums.Images[at] += w[tap] * start[o];
                                    sums.Filters[tap] += x[at] * start[o];
                                }
                            }
                        }

                        return sums;
                    }
                }
            }
        }
    });

    [Fact]
    public void The_gradient_of_the_filters_has_the_same_bits_for_any_number_of_threads()
    {
        Rng rng = new(5);
        Tensor x = Tensor.Normal([6, 24, 24, 20], rng: rng).Permute(0, 3, 1, 2), w = Tensor.Normal([20, 1, 3, 3], rng: rng), start = Tensor.Normal(x.Shape, rng: rng);
        x.RequiresGrad = w.RequiresGrad = true;
        int before = NotebookKit.Kernels.Fork.Threads;
        try
        {
            float[][] found = [.. new[] { 1, 2, 5 }.Select(threads =>
            {
                NotebookKit.Kernels.Fork.Threads = threads;
                return Gradient.Of(x.Conv2d(w, null, padding: 1, groups: 20), [x, w], start: start).SelectMany(slope => slope.ToArray<float>()).ToArray();
            })];
            Assert.Equal(found[0], found[1]);
            Assert.Equal(found[0], found[2]);
        }
        finally
        {
            NotebookKit.Kernels.Fork.Threads = before;
        }
    }

    private static float[] Whole(int count, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)random.Next(-4, 5))];
    }

    private static Tensor Order(Tensor x, bool planes) => planes ? x.Detach() : ChannelsLast.Of(x).Detach();
}
