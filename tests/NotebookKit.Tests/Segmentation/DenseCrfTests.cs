using NotebookKit.Segmentation;

namespace NotebookKit.Tests.Segmentation;

/// <summary>Mean field in a fully connected random field.</summary>
public class DenseCrfTests
{
    private static (Tensor Probabilities, Tensor Picture, Tensor Truth) Noisy(int size, long seed)
    {
        CellPictures cells = new DrawnCells { Size = size, Cells = 2, SmallestRadius = 4, LargestRadius = 6, Noise = 0.03, Touching = 0 }.Draw(1, seed);
        Tensor truth = cells.Masks[0], scores = (truth.To(DType.Float64) * 2) - 1 + Tensor.Normal([size, size], 0, 1.3, new Rng(seed), DType.Float64);
        return (Tensor.Stack([-scores, scores]).Softmax(0), cells.Images[0], truth);
    }

    [Fact]
    [Trait("System", "SEG-DEEPLAB")]
    public void A_sweep_smooths_the_label_map_and_never_raises_the_energy()
    {
        for (int seed = 1; seed <= 3; seed++)
        {
            (Tensor p, Tensor picture, Tensor truth) = Noisy(24, seed);
            DenseCrf crf = new();
            DenseCrfResult result = crf.Run(p, picture);
            Assert.Equal(6, result.FreeEnergies.Count);
            Assert.All(result.FreeEnergies.Zip(result.FreeEnergies.Skip(1)), pair => Assert.True(pair.Second <= pair.First + 1e-6, $"{pair}"));
            Assert.True(result.FreeEnergies[^1] < result.FreeEnergies[0] - 1);
            Tensor before = p.ArgMax(0);
            Assert.True(crf.Energy(result.Labels, p, picture) < crf.Energy(before, p, picture));
            double Right(Tensor map) => SegmentationScores.OfMasks(map, truth).PixelAccuracy;
            Assert.True(Right(result.Labels) > 0.95 && Right(before) < 0.9, $"{Right(before)} to {Right(result.Labels)}");
            Assert.True(Components.Of(result.Labels).Count < Components.Of(before).Count / 4);
            Assert.All(result.Probabilities.Sum(0).ToArray<double>(), sum => Assert.Equal(1, sum, 1e-12));
        }
    }

    [Fact]
    public void The_free_energy_is_bounded_by_that_of_all_labellings()
    {
        // 512 labellings of 9 pixels: F(Q) >= -ln Z, Gibbs' inequality, and close to it where pixels agree.
        Tensor p = Tensor.Uniform([2, 3, 3], -1, 1, new Rng(3), DType.Float64).Softmax(0), picture = Tensor.Uniform([1, 3, 3], rng: new Rng(4));
        DenseCrf crf = new() { ColorWeight = 0.2, PositionWeight = 0.1, Sweeps = 60 };
        double z = Enumerable.Range(0, 512).Sum(bits => Math.Exp(-crf.Energy(Tensor.Wrap([.. Enumerable.Range(0, 9).Select(i => (long)((bits >> i) & 1))], [3, 3]), p, picture)));
        IReadOnlyList<double> energies = crf.Run(p, picture).FreeEnergies;
        Assert.InRange(energies[^1], -Math.Log(z), -Math.Log(z) + 0.1);
        Assert.Equal(energies[^2], energies[^1], 1e-9);
        DenseCrfResult alone = new DenseCrf { ColorWeight = 0, PositionWeight = 0 }.Run(p, picture);
        Assert.Equal(0, alone.FreeEnergies[^1], 1e-12);
        Assert.All(alone.Probabilities.ToArray<double>().Zip(p.ToArray<double>()), pair => Assert.Equal(pair.Second, pair.First, 1e-12));
    }

    [Fact]
    public void Too_many_pixels_are_refused_with_the_way_out() =>
        Assert.Contains("Interpolate", Assert.Throws<ArgumentException>(() => new DenseCrf().Run(Tensor.Full([2, 70, 70], 0.5), Tensor.Zeros([1, 70, 70]))).Message, StringComparison.Ordinal);
}
