using NotebookKit.Gradients;
using NotebookKit.Ops;
using NotebookKit.Tests.Ops;

namespace NotebookKit.Tests.Kernels;

/// <summary>Kernels whose vectors hold neighbouring channels, at numbers of channels that fill no vector, one, several, and those with a rest.</summary>
[Collection(nameof(OneAtATime))]
public class FewChannelTests
{
    public static TheoryData<int> Channels => [1, 2, 3, 5, 6, 8, 13, 16, 20, 37, 64, 70];

    [Theory]
    [MemberData(nameof(Channels))]
    public void Max_pooling_and_its_gradient_equal_the_definition_with_ties_nan_and_margins(int channels) => OpRegistry.OnEveryVariant(_ =>
    {
        // Tiled windows with a margin left over, tiled ones without, windows apart, and windows that overlap beyond the edge.
        foreach ((int height, int width, int kernel, int stride, int padding) in new[] { (5, 7, 2, 2, 0), (4, 6, 2, 2, 0), (7, 8, 2, 3, 0), (6, 5, 3, 2, 1) })
        {
            Random random = new(1);

            // Few values, so that many are equal, and a NaN.
            float[] numbers = [.. Enumerable.Range(0, 3 * height * width * channels).Select(_ => (float)random.Next(4))];
            numbers[random.Next(numbers.Length)] = float.NaN;
            Tensor x = Tensor.From(numbers, [3, height, width, channels]).Permute(0, 3, 1, 2);
            x.RequiresGrad = true;
            Tensor y = x.MaxPool2d(kernel, stride, padding);
            float[] slopes = [.. Enumerable.Range(0, y.Count).Select(i => (float)(1 + (i % 7)))];
            Tensor slope = Gradient.Of(y, [x], start: Tensor.From(slopes, y.Shape))[0];
            float[] back = new float[numbers.Length];
            float[] largest = new float[y.Count];
            for (int o = 0; o < y.Count; o++)
            {
                int column = o % y.Shape[3], row = o / y.Shape[3] % y.Shape[2], channel = o / (y.Shape[2] * y.Shape[3]) % channels, image = o / (y.Shape[2] * y.Shape[3] * channels);
                int best = -1;
                for (int place = 0; place < kernel * kernel; place++)
                {
                    int r = (row * stride) + (place / kernel) - padding, c = (column * stride) + (place % kernel) - padding;
                    int at = (((((image * height) + r) * width) + c) * channels) + channel;
                    if (r >= 0 && c >= 0 && r < height && c < width && (best < 0 || numbers[at] > numbers[best] || (float.IsNaN(numbers[at]) && !float.IsNaN(numbers[best]))))
                    {
                        best = at;
                    }
                }

                largest[o] = numbers[best];
                back[best] += slopes[o];
            }

            Assert.Equal(largest, y.ToArray<float>());
            Assert.Equal(back, slope.Permute(0, 2, 3, 1).ToArray<float>());
        }
    });

    [Theory]
    [MemberData(nameof(Channels))]
    public void Sums_down_columns_equal_those_in_double_precision(int columns) => OpRegistry.OnEveryVariant(_ =>
    {
        foreach (int rows in new[] { 1, 2, 7, 513, 1300 })
        {
            // Whole numbers: every order of additions gives the same bits.
            float[] numbers = [.. Enumerable.Range(0, rows * columns).Select(i => (float)((i * 7 % 23) - 11))];
            float[] expected = [.. Enumerable.Range(0, columns).Select(column => (float)Enumerable.Range(0, rows).Sum(row => (double)numbers[(row * columns) + column]))];
            Assert.Equal(expected, Tensor.From(numbers, [rows, columns]).Sum(0).ToArray<float>());
        }
    });

    [Theory]
    [MemberData(nameof(Channels))]
    public void Batch_normalisation_and_its_gradient_equal_those_in_double_precision(int channels) => OpRegistry.OnEveryVariant(_ =>
    {
        Rng rng = new(2);

        // A common value a thousand times the spread: sums of squares without a shift would lose all digits.
        Tensor x = Tensor.Normal([3, 13, 11, channels], 1000, 1, rng).Permute(0, 3, 1, 2);
        Tensor start = Tensor.Normal([3, 13, 11, channels], rng: rng).Permute(0, 3, 1, 2);
        Tensor weight = Tensor.Normal([channels], rng: rng), bias = Tensor.Normal([channels], rng: rng);
        Tensor[] single = Work(DType.Float32), twice = Work(DType.Float64);
        foreach ((Tensor expected, Tensor actual) in twice.Zip(single))
        {
            double most = expected.ToArray<double>().Max(Math.Abs);
            Assert.All(expected.ToArray<double>().Zip(actual.To(DType.Float64).ToArray<double>()), pair => Assert.Equal(pair.First, pair.Second, 2e-4 * most));
        }

        Tensor[] Work(DType type)
        {
            Tensor a = x.To(type).Detach(), w = weight.To(type).Detach(), b = bias.To(type).Detach();
            a.RequiresGrad = w.RequiresGrad = b.RequiresGrad = true;
            Tensor y = a.BatchNorm(w, b);
            return [y.Detach(), .. Gradient.Of(y, [a, w, b], start: start.To(type))];
        }
    });

    [Fact]
    public void The_gradient_of_an_image_lies_as_the_image_does_and_adds_up_over_ways_back()
    {
        Rng rng = new(4);
        Tensor x = Tensor.Normal([2, 5, 4, 17], rng: rng).Permute(0, 3, 1, 2);
        Tensor planes = x.Contiguous().Clone();
        x.RequiresGrad = planes.RequiresGrad = true;
        Tensor start = Tensor.Normal(x.Shape, rng: rng);
        for (int time = 0; time < 3; time++)
        {
            foreach (Tensor image in new[] { x, planes })
            {
                if (time == 1)
                {
                    image.ZeroGradient();
                }

                image.BatchNorm().Backward(start);
            }

            Assert.True(ChannelsLast.Holds(x.Grad!));
            Assert.True(planes.Grad!.IsContiguous);
            double[] a = x.Grad!.To(DType.Float64).ToArray<double>(), b = planes.Grad!.To(DType.Float64).ToArray<double>();
            Assert.True(a.Max(Math.Abs) > 0.1);
            Assert.All(a.Zip(b), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        }
    }
}
