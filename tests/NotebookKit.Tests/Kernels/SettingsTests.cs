using NotebookKit.Kernels;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Tests.Kernels;

/// <summary>What the environment variables mean, and what they refuse.</summary>
public class SettingsTests
{
    [Theory]
    [InlineData("1", 1)]
    [InlineData("8", 8)]
    public void Threads_are_counted_from_1(string wish, int threads) => Assert.Equal(threads, Fork.Choose(wish));

    [Fact]
    public void Without_a_wish_all_cores_and_the_widest_vectors_work()
    {
        Assert.Equal(Environment.ProcessorCount, Fork.Choose(null));
        Assert.Equal(Environment.ProcessorCount, Fork.Choose(""));
        Assert.Equal(KernelVariant.Widest, KernelVariant.Choose(null));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-2")]
    [InlineData("two")]
    [InlineData("99999999999")]
    [InlineData("1.5")]
    public void Threads_that_are_no_number_are_refused_by_name(string wish)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Fork.Choose(wish));
        Assert.Contains($"NOTEBOOKKIT_THREADS is '{wish}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_width_that_does_not_exist_is_refused_by_name()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => KernelVariant.Choose("333"));
        Assert.Contains("NOTEBOOKKIT_SIMD is '333'", error.Message, StringComparison.Ordinal);
    }
}
