using NotebookKit.Charts;
using NotebookKit.Explain;
using NotebookKit.Layers;
using NotebookKit.Models;

namespace NotebookKit.Tests.Explain;

/// <summary>Filters as pictures, each on its own scale.</summary>
public class FilterBankTests
{
    [Fact]
    [Trait("System", "VIS-FILT")]
    public void Each_filter_is_divided_by_its_own_largest_weight()
    {
        Conv2d layer = new(3, 6, 5, rng: new Rng(1));
        FilterBank bank = FilterBank.Of(layer);
        for (int k = 0; k < 6; k++)
        {
            float[] own = layer.Weight[k].Detach().Contiguous().ToArray<float>(), shown = bank.Filters[k].Contiguous().ToArray<float>();
            Assert.Equal(own.Max(Math.Abs), bank.Scales[k], 6);
            Assert.Equal(1, shown.Max(Math.Abs), 6);
            Assert.All(own.Zip(shown), pair => Assert.Equal(pair.First, pair.Second * bank.Scales[k], 1e-6));
        }

        ImageGrid grid = Assert.IsType<ImageGrid>(bank.Draw().Content);
        Assert.Equal((6, 5, 5, 3), (grid.Count, grid.ImageHeight, grid.ImageWidth, grid.Channels));
        Assert.Equal(6, grid.Captions.Count);
    }

    [Fact]
    [Trait("Golden", "G-FILT")]
    public void First_layers_of_the_slide_have_23_232_and_9_408_weights()
    {
        Assert.Equal(23_232, FilterBank.Of(new Conv2d(3, 64, 11, 4)).Filters.Count);
        Conv2d first = (Conv2d)new ResNet(18)["conv1"];
        Assert.Equal(new Shape(64, 3, 7, 7), first.Weight.Shape);
        Assert.Equal(9_408, FilterBank.Of(first).Filters.Count);
    }

    [Fact]
    [Trait("System", "CNN-FIRSTFEAT")]
    public void The_first_layer_of_a_trained_network_is_drawn_filter_by_filter()
    {
        FilterBank bank = FilterBank.Of((Conv2d)Pretrained.Features28()["features.0"]);
        Assert.Equal(new Shape(16, 1, 3, 3), bank.Filters.Shape);
        Assert.Contains("16 images of 3 by 3 pixels", bank.Draw().AltText, StringComparison.Ordinal);

        // Edges: filters whose weights have both signs, and those that add up to little against their size.
        int bothSigns = Enumerable.Range(0, 16).Count(k => bank.Filters[k].Min().Item() < -0.3 && bank.Filters[k].Max().Item() > 0.3);
        Assert.True(bothSigns >= 10, $"{bothSigns} of 16 filters have both signs");
    }

    [Fact]
    public void Zero_is_the_middle_of_the_scale_and_a_filter_of_zeros_stays_zero()
    {
        FilterBank bank = FilterBank.Of(Tensor.From([0f, 0, 0, 0, 2, -1, 0, 4]).Reshape(2, 1, 2, 2));
        Assert.Equal([0, 4], bank.Scales);
        Assert.Equal([0f, 0, 0, 0, 0.5f, -0.25f, 0, 1], bank.Filters.ToArray<float>());
    }

    [Fact]
    public void Filters_with_many_inputs_are_rows_of_their_first_inputs()
    {
        ImageGrid grid = Assert.IsType<ImageGrid>(FilterBank.Of(new Conv2d(16, 8, 3)).Draw(most: 4, inputs: 6).Content);
        Assert.Equal((24, 6), (grid.Count, grid.Columns));
    }

    [Fact]
    public void The_layer_keeps_its_weights_and_gradients()
    {
        Conv2d layer = new(1, 2, 3, rng: new Rng(1));
        float[] before = layer.Weight.ToArray<float>();
        FilterBank.Of(layer).Draw();
        Assert.Equal(before, layer.Weight.ToArray<float>());
        Assert.True(layer.Weight.RequiresGrad && layer.Weight.Grad is null);
    }

    [Fact]
    public void Bad_input_is_told()
    {
        Assert.Contains("Weight of a Conv2d", Assert.Throws<ArgumentException>(() => FilterBank.Of(Tensor.Zeros([3, 3]))).Message, StringComparison.Ordinal);
        Assert.Contains("filter 1", Assert.Throws<ArgumentException>(() => FilterBank.Of(Tensor.From([0f, float.NaN]).Reshape(2, 1, 1, 1))).Message, StringComparison.Ordinal);
    }
}
