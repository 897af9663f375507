using NotebookKit.Devices;
using NotebookKit.Kernels;
using NotebookKit.Ops;

namespace NotebookKit.Tests.Ops;

/// <summary>The processor's kernels against the plain steps that any device can do, and against themselves with other threads and other orders of axes.</summary>
[Collection(nameof(OneAtATime))]
public class ConvolutionStepsTests
{
    public static TheoryData<string> Cases => [.. ConvolutionCases.All.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Kernels_equal_the_plain_steps(string name) => OpRegistry.OnEveryVariant(width =>
    {
        ConvolutionCase c = ConvolutionCases.All.Single(other => other.Name == name);
        ConvolutionGeometry g = c.Geometry;
        Rng rng = new(1);
        Tensor x = Tensor.Normal(c.Images, rng: rng, dtype: DType.Float64);
        Tensor w = Tensor.Normal(c.Weights, rng: rng, dtype: DType.Float64);
        Tensor y = Tensor.Normal(c.Maps, rng: rng, dtype: DType.Float64);
        Tensor bias = Tensor.Normal([g.Filters], rng: rng, dtype: DType.Float64);
        Tensor back = Tensor.Normal([g.Channels], rng: rng, dtype: DType.Float64);
        Tensor maps = ChannelsLast.Empty(c.Maps, DType.Float64, Device.Cpu);
        ConvolutionSteps.Convolve(g, x, w, bias, maps);
        AssertClose(maps, Convolution.Apply(x, w, bias, g));
        Tensor images = ChannelsLast.Empty(c.Images, DType.Float64, Device.Cpu);
        ConvolutionSteps.ConvolveTransposed(g, y, w, back, images);
        AssertClose(images, TransposedConvolution.Apply(y, w, back, g));
        Tensor weights = Tensor.Zeros(c.Weights, DType.Float64);
        ConvolutionSteps.Filters(g, x, y, weights);
        AssertClose(weights, ConvolutionWeights.Apply(x, y, g));
    });

    [Theory]
    [InlineData(3, 20, 33, 37, 1)]
    [InlineData(2, 3, 65, 17, 2)]
    [InlineData(1, 300, 9, 40, 1)]
    [InlineData(2, 24, 31, 24, 24)]
    public void Results_are_the_same_bits_with_1_2_3_and_8_threads(int images, int channels, int size, int filters, int groupsOrStride)
    {
        int groups = groupsOrStride == channels ? channels : 1;
        int stride = groups == 1 ? groupsOrStride : 1;
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

        float[] Work()
        {
            Rng rng = new(3);
            Tensor x = Tensor.Normal([images, channels, size, size], rng: rng);
            Tensor w = Tensor.Normal([filters, channels / groups, 3, 3], rng: rng);
            Tensor bias = Tensor.Normal([filters], rng: rng);
            x.RequiresGrad = w.RequiresGrad = bias.RequiresGrad = true;
            Tensor y = x.Conv2d(w, bias, stride, padding: 1, groups: groups);
            Tensor z = y.ConvTranspose2d(w, null, stride, padding: 1, groups: groups);
            (z * z).Mean().Backward();
            return [.. z.ToArray<float>(), .. x.Grad!.ToArray<float>(), .. w.Grad!.ToArray<float>(), .. bias.Grad!.ToArray<float>()];
        }
    }

    [Fact]
    public void Images_in_any_order_of_axes_give_the_same_bits_and_maps_lie_pixel_by_pixel()
    {
        Rng rng = new(4);
        Tensor w = Tensor.Normal([5, 6, 3, 2], rng: rng);
        Tensor x = Tensor.Normal([2, 6, 7, 9], rng: rng);
        foreach (int padding in new[] { 0, 2 })
        {
            Tensor y = x.Conv2d(w, padding: padding);
            Assert.True(ChannelsLast.Holds(y));
            Assert.Equal(y.ToArray<float>(), x.Permute(0, 2, 3, 1).Clone().Permute(0, 3, 1, 2).Conv2d(w, padding: padding).ToArray<float>());
            Assert.Equal(y.ToArray<float>(), x.Permute(3, 2, 1, 0).Clone().Permute(3, 2, 1, 0).Conv2d(w, padding: padding).ToArray<float>());
        }
    }

    [Fact]
    public void Large_images_and_long_signals_are_cut_into_blocks_that_join_without_a_seam()
    {
        Rng rng = new(6);
        Tensor signal = Tensor.Normal([2, 3, 5000], rng: rng, dtype: DType.Float64);
        Tensor w = Tensor.Normal([4, 3, 5], rng: rng, dtype: DType.Float64);
        Tensor y = signal.Conv1d(w, stride: 2, padding: 4, dilation: 2);
        AssertClose(signal[.., .., 2000..2200].Conv1d(w, stride: 2, dilation: 2), y[.., .., 1002..1098]);
        Tensor image = Tensor.Normal([1, 70, 65, 150], rng: rng, dtype: DType.Float64);
        Tensor filters = Tensor.Normal([18, 70, 3, 3], rng: rng, dtype: DType.Float64);
        Tensor maps = image.Conv2d(filters, padding: 1);
        AssertClose(image[.., .., 20..41, 50..93].Conv2d(filters), maps[.., .., 21..40, 51..92]);
    }

    private static void AssertClose(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        foreach ((double a, double b) in expected.ToArray<double>().Zip(actual.ToArray<double>()))
        {
            Assert.Equal(a, b, 1e-10);
        }
    }
}
