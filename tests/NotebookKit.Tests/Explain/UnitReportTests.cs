using NotebookKit.Explain;
using NotebookKit.Layers;
using NotebookKit.Models;

namespace NotebookKit.Tests.Explain;

/// <summary>Units that are never or always active are found, and no others.</summary>
public class UnitReportTests
{
    [Fact]
    [Trait("System", "VIS-ACT")]
    public void Planted_dead_and_always_on_units_are_found_and_no_others()
    {
        Sequential net = Net(dead: [1, 4], on: [2]);
        Tensor inputs = Tensor.Normal([50, 1, 6, 6], rng: new Rng(2));
        UnitReport report = UnitReport.Of(net, inputs, batchSize: 7);

        Assert.Equal(["1", "4"], report.Layers.Select(layer => layer.Layer));
        Assert.Equal([1, 4], report["1"].Dead);
        Assert.Equal([2], report["1"].AlwaysOn);
        float[][] scores = net.Predict(inputs).ToJagged<float>();
        Assert.Equal(Enumerable.Range(0, 6).Where(unit => scores.All(row => row[unit] <= 0)), report["4"].Dead);
        Assert.Equal((50, 16, 1), (report.Inputs, report["1"].Places, report["4"].Places));
        Assert.Contains("1: 5 units, 2 dead, 1 always on", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Shares_are_those_of_counting_one_number_at_a_time()
    {
        Sequential net = Net([], []);
        Tensor x = Tensor.Normal([9, 1, 6, 6], rng: new Rng(3));
        UnitReport report = UnitReport.Of(net, x, batchSize: 4);
        Tensor maps = new Sequential(net[0], net[1]).Predict(x);
        for (int unit = 0; unit < 5; unit++)
        {
            int active = 0, pictures = 0;
            for (int n = 0; n < 9; n++)
            {
                int own = maps[n][unit].Contiguous().ToArray<float>().Count(value => value > 0);
                (active, pictures) = (active + own, pictures + (own > 0 ? 1 : 0));
            }

            Assert.Equal(active / 144.0, report["1"].ActiveShares[unit], 12);
            Assert.Equal(pictures / 9.0, report["1"].PictureShares[unit], 12);
        }
    }

    [Fact]
    public void A_unit_that_rests_for_few_inputs_wakes_up_among_many()
    {
        Sequential net = new(new Linear(1, 1, rng: new Rng(1)), new ReLU());
        ((Linear)net[0]).Weight.Set(Tensor.Ones([1, 1]));
        ((Linear)net[0]).Bias!.Set(Tensor.Full([1], -9.5));
        Tensor x = Tensor.Arange(0, 11).Reshape(11, 1);
        Assert.Equal([0], UnitReport.Of(net, x[..10])["1"].Dead);
        Assert.Equal(1 / 11.0, UnitReport.Of(net, x)["1"].ActiveShares[0], 12);
    }

    [Fact]
    public void Layers_can_be_named_and_blocks_that_rectify_are_found()
    {
        Sequential net = new(new Conv2d(1, 4, 3, rng: new Rng(1)), new Fire(4, 2, 4), new Flatten());
        Assert.Equal(["1"], UnitReport.Of(net, Tensor.Normal([3, 1, 6, 6])).Layers.Select(layer => layer.Layer));
        Assert.Equal(["0"], UnitReport.Of(net, Tensor.Normal([3, 1, 6, 6]), ["0"]).Layers.Select(layer => layer.Layer));
    }

    [Fact]
    public void Progress_is_told_and_the_picture_has_a_line_for_each_layer()
    {
        List<int> told = [];
        UnitReport report = UnitReport.Of(Net([], []), Tensor.Normal([10, 1, 6, 6], rng: new Rng(3)), batchSize: 4, progress: told.Add);
        Assert.Equal([4, 8, 10], told);
        Assert.Contains("How often units are active", report.Draw().AltText, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_input_is_told()
    {
        Sequential net = Net([], []);
        Assert.Contains("one at least", Assert.Throws<ArgumentException>(() => UnitReport.Of(net, Tensor.Zeros([0, 1, 6, 6]))).Message, StringComparison.Ordinal);
        Assert.Contains("no ReLU layer", Assert.Throws<ArgumentException>(() => UnitReport.Of(new Sequential(new Linear(2, 2)), Tensor.Zeros([1, 2]))).Message, StringComparison.Ordinal);
        Assert.Contains("not finite", Assert.Throws<ArgumentException>(() => UnitReport.Of(net, Tensor.Full([1, 1, 6, 6], double.NaN))).Message, StringComparison.Ordinal);
        Assert.Throws<KeyNotFoundException>(() => UnitReport.Of(net, Tensor.Zeros([1, 1, 6, 6]))["7"]);
    }

    private static Sequential Net(int[] dead, int[] on)
    {
        Conv2d conv = new(1, 5, 3, rng: new Rng(1));
        float[] bias = new float[5];
        Array.ForEach(dead, unit => bias[unit] = -100);
        Array.ForEach(on, unit => bias[unit] = 100);
        conv.Bias!.Set(Tensor.From(bias));
        return new(conv, new ReLU(), new Flatten(), new Linear(80, 6, rng: new Rng(5)), new ReLU());
    }
}
