using KitDevice = NotebookKit.Devices.Device;

namespace NotebookKit.Ilgpu.Tests;

/// <summary>What is said where there is no card, or one that does not do.</summary>
public sealed class OpeningTests
{
    [Fact]
    public void Without_a_driver_the_message_says_so_and_how_to_go_on() =>
        Assert.Contains("no CUDA driver", Gpu.Missing(0, [], hasDriver: false), StringComparison.Ordinal);

    [Fact]
    public void With_a_driver_and_no_card_it_asks_for_the_card() =>
        Assert.Contains("finds no NVIDIA GPU", Gpu.Missing(0, [], hasDriver: true), StringComparison.Ordinal);

    [Fact]
    public void A_number_too_large_lists_the_cards() =>
        Assert.Equal("Gpu.Open: there is no GPU 2; this machine has 2, counted from 0: A, B.", Gpu.Missing(2, ["A", "B"], hasDriver: true));

    [Theory]
    [InlineData(3, 7, true)]
    [InlineData(5, 0, false)]
    [InlineData(9, 0, false)]
    public void A_card_of_an_old_architecture_is_refused(int major, int minor, bool refused) =>
        Assert.Equal(refused, Gpu.TooOld("K80", major, minor)?.Contains($"capability {major}.{minor}", StringComparison.Ordinal) ?? false);

    [Fact]
    public void A_negative_number_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => Gpu.Open(-1));

    [Fact]
    public void Opening_finds_a_card_or_says_why_not_and_only_the_forgiving_form_takes_the_processor()
    {
        if (Gpu.Found().Count > 0)
        {
            using GpuDevice gpu = Gpu.Open();
            Assert.False(gpu.IsSimulated);
            return;
        }

        string message = Assert.Throws<InvalidOperationException>(() => Gpu.Open()).Message;
        Assert.Contains("Gpu.OpenOrCpu()", message, StringComparison.Ordinal);
        Assert.Same(KitDevice.Cpu, Gpu.OpenOrCpu(out string? why));
        Assert.Equal(message, why);
        Assert.Same(KitDevice.Cpu, Gpu.OpenOrCpu());
    }
}
