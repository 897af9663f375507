using NotebookKit.Gradients;
using NotebookKit.Kernels;
using NotebookKit.Tests.Ops;

namespace NotebookKit.Tests.Kernels;

/// <summary>The ways of the convolution kernels (few maps, many maps, in place, with a copied margin) against its definition, in whole numbers: every order of additions gives the same bits.</summary>
[Collection(nameof(OneAtATime))]
public class ConvolutionWaysTests
{
    /// <summary>Images, channels, height, width; filters, kernel height and width; stride, padding.</summary>
    public static TheoryData<int, int, int, int, int, int, int, int, int> Sizes => new()
    {
        // Few maps: one filter, two, three and one, two times three; a row of one vector, of two, with a rest.
        { 2, 1, 28, 28, 6, 5, 5, 1, 2 }, { 3, 1, 9, 17, 1, 3, 3, 1, 1 }, { 1, 2, 6, 35, 2, 2, 3, 1, 0 }, { 1, 5, 7, 40, 4, 3, 2, 1, 2 }, { 1, 3, 5, 100, 8, 1, 5, 1, 2 },

        // The gradient of coloured images whose filters step by two and by three: four and nine phases.
        { 2, 3, 47, 45, 19, 7, 7, 2, 3 }, { 1, 1, 50, 52, 5, 5, 5, 3, 0 }, { 1, 2, 40, 41, 66, 4, 4, 2, 1 },

        // Many maps: whole panels of four vectors and panels with a rest, pixels that fill no tile, one tap and several.
        { 2, 64, 5, 7, 64, 1, 1, 1, 0 }, { 1, 20, 6, 6, 128, 3, 3, 2, 1 }, { 1, 7, 9, 5, 61, 3, 3, 1, 1 }, { 3, 13, 4, 4, 70, 2, 2, 2, 0 }, { 1, 70, 8, 8, 37, 1, 1, 2, 0 },

        // Many images, several in a block and a rest; borders of one row and column that drop taps, of one with no tap left, and of several.
        { 19, 6, 33, 32, 64, 3, 3, 2, 1 }, { 17, 6, 21, 21, 64, 2, 2, 1, 1 }, { 43, 64, 4, 4, 64, 1, 1, 1, 0 }, { 9, 8, 20, 20, 64, 1, 1, 1, 1 }, { 10, 4, 40, 37, 70, 5, 5, 3, 3 }, { 9, 5, 23, 22, 20, 3, 3, 2, 1 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Maps_and_both_gradients_equal_the_definition_in_whole_numbers(
        int images, int channels, int height, int width, int filters, int kernelHeight, int kernelWidth, int stride, int padding)
    {
        int mapHeight = ((height + (2 * padding) - kernelHeight) / stride) + 1, mapWidth = ((width + (2 * padding) - kernelWidth) / stride) + 1;
        int[] x = Numbers(images * channels * height * width, 1), w = Numbers(filters * channels * kernelHeight * kernelWidth, 2);
        int[] slope = Numbers(images * filters * mapHeight * mapWidth, 3), bias = Numbers(filters, 4);
        int[] y = new int[slope.Length], dx = new int[x.Length], dw = new int[w.Length];
        for (int o = 0; o < y.Length; o++)
        {
            int column = o % mapWidth, row = o / mapWidth % mapHeight, filter = o / (mapWidth * mapHeight) % filters, image = o / (mapWidth * mapHeight * filters);
            y[o] = bias[filter];
            for (int place = 0; place < channels * kernelHeight * kernelWidth; place++)
            {
                int channel = place / (kernelHeight * kernelWidth);
                int r = (row * stride) + (place / kernelWidth % kernelHeight) - padding, c = (column * stride) + (place % kernelWidth) - padding;
                if (r >= 0 && c >= 0 && r < height && c < width)
                {
                    int i = (((((image * channels) + channel) * height) + r) * width) + c, j = (filter * channels * kernelHeight * kernelWidth) + place;
                    y[o] += w[j] * x[i];
                    dx[i] += w[j] * slope[o];
                    dw[j] += x[i] * slope[o];
                }
            }
        }

        float[] expected = [.. y.Concat(dx).Concat(dw).Select(n => (float)n)];
        OpRegistry.OnEveryVariant(_ =>
        {
            foreach (DType type in new[] { DType.Float32, DType.Float64 })
            {
                Assert.Equal(expected, Work(type, false));
                Assert.Equal(expected, Work(type, true));
            }
        });

        float[] Work(DType type, bool channelsLast)
        {
            Tensor image = Lay(x, [images, channels, height, width]), weight = Lay(w, [filters, channels, kernelHeight, kernelWidth]), start = Lay(slope, [images, filters, mapHeight, mapWidth]);
            image.RequiresGrad = weight.RequiresGrad = true;
            Tensor maps = image.Conv2d(weight, Lay(bias, [filters]), stride, padding);
            Tensor[] gradients = Gradient.Of(maps, [image, weight], start: start);
            return [.. new[] { maps.Detach(), gradients[0], gradients[1] }.SelectMany(tensor => tensor.To(DType.Float32).ToArray<float>())];

            Tensor Lay(int[] numbers, Shape shape)
            {
                Tensor planes = Tensor.From([.. numbers.Select(n => (float)n)], shape).To(type);
                return channelsLast && shape.Rank == 4 ? planes.Permute(0, 2, 3, 1).Contiguous().Permute(0, 3, 1, 2).Detach() : planes;
            }
        }
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(3, 1)]
    public void Every_second_image_of_a_batch_gives_what_a_copy_of_them_gives(int kernel, int padding)
    {
        Tensor all = Tensor.Normal([40, 2, 12, 12, 8], rng: new Rng(1)), filters = Tensor.Normal([64, 8, kernel, kernel], rng: new Rng(2));
        Tensor second = all[.., 1].Permute(0, 3, 1, 2);
        Assert.False(second.IsContiguous);
        Assert.Equal(second.Clone().Conv2d(filters, padding: padding).ToArray<float>(), second.Conv2d(filters, padding: padding).ToArray<float>());
    }

    [Fact]
    public void Maps_and_both_gradients_are_the_same_bits_with_1_2_3_and_8_threads()
    {
        int before = Fork.Threads;
        try
        {
            Fork.Threads = 1;
            float[] expected = Work();
            foreach (int threads in new[] { 2, 3, 8 })
            {
                Fork.Threads = threads;
                Assert.Equal(expected, Work());
            }
        }
        finally
        {
            Fork.Threads = before;
        }

        static float[] Work()
        {
            List<float> all = [];
            foreach ((int channels, int filters, int kernel, int stride) in new[] { (1, 6, 5, 1), (3, 64, 7, 2), (64, 64, 1, 1), (24, 64, 3, 2) })
            {
                Tensor x = Tensor.Normal([3, channels, 40, 40], rng: new Rng(1)), w = Tensor.Normal([filters, channels, kernel, kernel], rng: new Rng(2));
                x.RequiresGrad = w.RequiresGrad = true;
                Tensor y = x.Conv2d(w, null, stride, kernel / 2);
                all.AddRange(y.Detach().ToArray<float>());
                all.AddRange(Gradient.Of(y, [x, w], start: Tensor.Normal(y.Shape, rng: new Rng(3))).SelectMany(gradient => gradient.ToArray<float>()));
            }

            return [.. all];
        }
    }

    private static int[] Numbers(int count, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(-8, 9))];
    }
}
