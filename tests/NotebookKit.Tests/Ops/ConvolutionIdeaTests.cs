using System.Diagnostics;
using NotebookKit.Charts;
using NotebookKit.Data;
using NotebookKit.Files;
using Xunit.Abstractions;

namespace NotebookKit.Tests.Ops;

/// <summary>What the lecture says around convolution: why neighbours matter, why one pads, what it costs and how kernels fall apart.</summary>
public class ConvolutionIdeaTests(ITestOutputHelper output)
{
    [Fact]
    [Trait("System", "CONV-LOCAL")]
    public void Neighbours_in_a_picture_are_alike_and_in_noise_they_are_not()
    {
        Tensor camera = Datasets.Picture("camera")[0];
        double picture = Neighbours(camera), noise = Neighbours(Tensor.Normal([128, 256], 0, 1, new Rng(1)));
        output.WriteLine($"picture {picture:F4}, noise {noise:F4}");
        Assert.True(picture > 0.9, $"{picture}");
        Assert.InRange(noise, -0.02, 0.02);

        // The correlation of each pixel with the next one in its row.
        static double Neighbours(Tensor image)
        {
            Tensor x = image.To(DType.Float64);
            Tensor here = x[.., ..^1], next = x[.., 1..];
            (here, next) = (here - here.Mean(), next - next.Mean());
            return (here * next).Sum().Item() / Math.Sqrt(here.Square().Sum().Item() * next.Square().Sum().Item());
        }
    }

    [Fact]
    [Trait("System", "CONV-HVS")]
    public void Each_of_eight_oriented_filters_answers_to_its_own_edge()
    {
        Tensor bank = OrientedEdges.Bank();
        Assert.Equal(new Shape(8, 1, 7, 7), bank.Shape);
        Assert.All(bank.Sum([1, 2, 3]).ToArray<float>(), sum => Assert.Equal(0, sum, 1e-6));
        Assert.All(bank.Abs().Sum([1, 2, 3]).ToArray<float>(), sum => Assert.Equal(1, sum, 1e-5));
        Assert.All(Tensor.Full([1, 1, 9, 9], 5).Conv2d(bank).ToArray<float>(), answer => Assert.Equal(0, answer, 1e-5));
        for (int i = 0; i < 8; i++)
        {
            double angle = Math.PI * i / 8;
            float[] edge = [.. Enumerable.Range(0, 49).Select(p => (float)Math.Clamp((((p % 7) - 3) * Math.Cos(angle)) + (((p / 7) - 3) * Math.Sin(angle)) + 0.5, 0, 1))];
            float[] answers = Tensor.Wrap(edge, [1, 1, 7, 7]).Conv2d(bank).ToArray<float>(), turned = Tensor.Wrap(Array.ConvertAll(edge, x => 1 - x), [1, 1, 7, 7]).Conv2d(bank).ToArray<float>();
            Assert.Equal(i, Array.IndexOf(answers, answers.Max()));
            Assert.Equal(i, Array.IndexOf(turned, turned.Min()));
            Assert.True(answers[i] > 0.4);
            Assert.Equal(0, answers[(i + 4) % 8], 0.05);
        }
    }

    [Fact]
    [Trait("System", "CONV-WHYPAD")]
    public void Padding_gives_the_same_numbers_without_a_question()
    {
        Rng rng = new(3);
        foreach ((int n, int k) in new[] { (1, 1), (5, 2), (9, 3), (20, 7), (4, 9), (50, 8) })
        {
            double[] f = [.. Enumerable.Range(0, n).Select(_ => rng.NextDouble())], g = [.. Enumerable.Range(0, k).Select(_ => rng.NextDouble())];
            CountedConvolution asking = ConvolutionByHand.Branching(f, g), padded = ConvolutionByHand.Padded(f, g);
            Assert.Equal(asking.Result, padded.Result);
            Assert.Equal((n * k, 0), (asking.Questions, padded.Questions));
            Assert.True(padded.Multiplications >= asking.Multiplications);
            double[] full = Tensor.From(f).Convolve(Tensor.From(g)).ToArray<double>();
            Assert.All(full.Skip((k - 1) / 2).Take(n).Zip(padded.Result), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        }

        // The more the signal exceeds the kernel, the less the products with zeros weigh.
        double[] longSignal = new double[20_000], kernel = [1, 2, 3, 4, 5];
        CountedConvolution one = ConvolutionByHand.Branching(longSignal, kernel), other = ConvolutionByHand.Padded(longSignal, kernel);
        Assert.Equal(2 + 1 + 1 + 2, other.Multiplications - one.Multiplications);
        output.WriteLine($"20,000 x 5: asking {Time(() => ConvolutionByHand.Branching(longSignal, kernel)):F3} ms, padded {Time(() => ConvolutionByHand.Padded(longSignal, kernel)):F3} ms");

        static double Time(Action run) => Enumerable.Range(0, 20).Min(_ =>
        {
            long start = Stopwatch.GetTimestamp();
            run();
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        });
    }

    [Fact]
    [Trait("System", "CONV-LOAD")]
    public void Counted_multiplications_are_k_n_and_k_squared_n_squared()
    {
        foreach ((int n, int k) in new[] { (6, 3), (10, 5), (16, 7) })
        {
            Assert.Equal(k * n, ConvolutionByHand.Padded(new double[n], new double[k]).Multiplications);
            double[,] image = new double[n, n], kernel = new double[k, k];
            for (int p = 0; p < n * n; p++)
            {
                image[p / n, p % n] = Math.Sin(p);
            }

            for (int p = 0; p < k * k; p++)
            {
                kernel[p / k, p % k] = Math.Cos(p);
            }

            CountedConvolution counted = ConvolutionByHand.Padded(image, kernel);
            Assert.Equal((long)k * k * n * n, counted.Multiplications);
            Assert.All(Tensor.From(image).Convolve(Tensor.From(kernel), ConvolutionMode.Same).ToArray<double>().Zip(counted.Result), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
            Assert.Equal((k, k * k), (ConvolutionArithmetic.WeightCount(1, 1, (1, k), bias: false), ConvolutionArithmetic.WeightCount(1, 1, k, bias: false)));
        }
    }

    [Fact]
    [Trait("System", "CONV-IMG")]
    public void Binary_grey_and_colour_pictures_are_read_and_drawn_as_they_are()
    {
        // A letter H of 11 rows and 10 columns; 6 x 6 greys; 4 x 4 colours.
        byte[] letter = [.. Enumerable.Range(0, 110).Select(p => (byte)(p % 10 is 1 or 2 or 7 or 8 || p / 10 is 5 ? 255 : 0))];
        byte[] grey = [.. Enumerable.Range(0, 36).Select(p => (byte)(p * 255 / 35))], colour = [.. Enumerable.Range(0, 48).Select(p => (byte)(p * 37 % 256))];
        foreach ((byte[] pixels, int height, int width, int channels) in new[] { (letter, 11, 10, 1), (grey, 6, 6, 1), (colour, 4, 4, 3) })
        {
            Picture read = Png.Decode(Png.Encode(pixels, width, height, channels));
            Assert.Equal(pixels, channels == 1 ? read.ToGrey() : read.ToRgb());
            string svg = Chart.Images(pixels, height, width, channels: channels).ToSvg();
            string shown = svg[(svg.IndexOf("base64,", StringComparison.Ordinal) + 7)..];
            Picture drawn = Png.Decode(Convert.FromBase64String(shown[..shown.IndexOf('"')]));
            Assert.Equal((height, width), (drawn.Height, drawn.Width));
            Assert.Equal(pixels, channels == 1 ? drawn.ToGrey() : drawn.ToRgb());
        }

        Assert.Equal([(byte)0, (byte)255], letter.Distinct().Order());
        Assert.Equal((1, 3), (Datasets.Picture("camera").Shape[0], Datasets.Picture("astronaut").Shape[0]));
    }

    [Fact]
    [Trait("System", "CONV-SEP")]
    public void A_kernel_of_rank_1_is_a_column_times_a_row_and_others_nearly()
    {
        Tensor sobel = Tensor.From(new double[,] { { 1, 0, -1 }, { 2, 0, -2 }, { 1, 0, -1 } }), laplace = Tensor.From(new double[,] { { 0, 1, 0 }, { 1, -4, 1 }, { 0, 1, 0 } });
        SeparableKernel exact = SeparableKernel.Of(sobel);
        Assert.Equal((6, 9), (exact.Weights, sobel.Count));
        Assert.Equal(0, exact.Error, 1e-12);
        Assert.All((exact.Product - sobel).ToArray<double>(), difference => Assert.Equal(0, difference, 1e-12));
        Tensor image = Tensor.Uniform([9, 12], rng: new Rng(1), dtype: DType.Float64);
        Assert.All((exact.Convolve(image) - image.Convolve(sobel)).ToArray<double>(), difference => Assert.Equal(0, difference, 1e-12));

        // No other column and row come nearer: small steps from the best only raise the error.
        SeparableKernel near = SeparableKernel.Of(laplace);
        double Off(Tensor product) => Math.Sqrt((product - laplace).Square().Sum().Item() / laplace.Square().Sum().Item());
        Assert.Equal(near.Error, Off(near.Product), 1e-12);
        Assert.True(near.Error > 0.1);
        for (int trial = 0; trial < 50; trial++)
        {
            Tensor column = near.Column + Tensor.Normal([3], 0, 0.05, new Rng(trial), DType.Float64), row = near.Row + Tensor.Normal([3], 0, 0.05, new Rng(100 + trial), DType.Float64);
            Assert.True(Off(column.Unsqueeze(1).MatMul(row.Unsqueeze(0))) >= near.Error);
        }
    }
}
