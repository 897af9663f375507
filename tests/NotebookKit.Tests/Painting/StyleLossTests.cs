using NotebookKit.Gradients;
using NotebookKit.Painting;

namespace NotebookKit.Tests.Painting;

/// <summary>The style loss compares Gram matrices: zero for the style itself wherever its pieces lie, and a mixture of styles is a mean.</summary>
public class StyleLossTests
{
    [Fact]
    [Trait("System", "VIS-STYLE")]
    public void It_is_zero_for_the_style_itself_and_for_its_pixels_in_another_order_where_each_place_is_seen_alone()
    {
        Tensor style = Eyes.Picture(1);
        Tensor shuffled = style.Reshape(1, 3, 168).IndexSelect(2, Tensor.From([.. new Rng(2).Permutation(168).Select(place => (long)place)])).Reshape(1, 3, 12, 14);
        Assert.Equal(0, new StyleLoss(Eyes.Small(kernel: 1), style).Of(style).Item());
        Assert.True(new StyleLoss(Eyes.Small(kernel: 1), style).Of(shuffled).Item() < 1e-20);
        Assert.True(new PerceptualLoss(Eyes.Small(kernel: 1), style).Of(shuffled).Item() > 0.01);
        Assert.True(new StyleLoss(Eyes.Small(kernel: 3), style).Of(Eyes.Picture(3).Square()).Item() > 0.01);
    }

    [Fact]
    public void It_adds_the_layers_squared_distances_with_their_weights()
    {
        LossNetwork eye = Eyes.Small();
        Tensor style = Eyes.Picture(4), x = Eyes.Picture(5, 9, 10);
        double sum = 0, plain = 0;
        foreach ((string layer, double weight) in eye.StyleLayers)
        {
            Tensor a = Gram.Of(eye.Features(style, layer)[layer]), g = Gram.Of(eye.Features(x, layer)[layer]);
            sum += weight * (g - a).Square().Sum().Item() / a.Square().Sum().Item();
            plain += weight * (g - a).Square().Sum().Item();
        }

        StyleLoss loss = new(eye, style);
        Assert.Equal(sum, loss.Of(x).Item(), 1e-12);
        Assert.Equal(plain, new StyleLoss(eye, style, isRelative: false).Of(x).Item(), 1e-12);
        Assert.Equal(sum, loss.Parts(x).Sum(part => part.Value * eye.StyleLayers[part.Key]), 1e-12);
    }

    [Fact]
    public void A_mixture_of_styles_is_the_mean_of_their_matrices()
    {
        LossNetwork eye = Eyes.Small();
        Tensor a = Eyes.Picture(6), b = Eyes.Picture(7, 20, 16).Square(), x = Eyes.Picture(8);
        Assert.Equal(new StyleLoss(eye, a).Of(x).Item(), new StyleLoss(eye, [(a, 2), (b, 0)]).Of(x).Item(), 1e-13);
        Dictionary<string, double> first = new() { ["first"] = 1 };
        Tensor mean = (0.25 * Gram.Of(eye.Features(a, "first")["first"])) + (0.75 * Gram.Of(eye.Features(b, "first")["first"]));
        double expected = (Gram.Of(eye.Features(x, "first")["first"]) - mean).Square().Sum().Item();
        Assert.Equal(expected, new StyleLoss(eye, [(a, 1), (b, 3)], first, isRelative: false).Of(x).Item(), 1e-13);
    }

    [Fact]
    public void Its_gradient_is_that_of_differences() =>
        Assert.True(Gradient.Check(new StyleLoss(Eyes.Small(), Eyes.Picture(9)).Of, Eyes.Picture(10, 5, 6)).IsRight);

    [Fact]
    public void Shares_that_are_negative_or_all_nothing_are_refused()
    {
        Tensor a = Eyes.Picture(11);
        Assert.Contains("-1", Assert.Throws<ArgumentException>(() => new StyleLoss(Eyes.Small(), [(a, -1)])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new StyleLoss(Eyes.Small(), [(a, 0)]));
        Assert.Throws<ArgumentException>(() => new StyleLoss(Eyes.Small(), Array.Empty<(Tensor, double)>()));
        Assert.Equal("StyleLoss on small: first, second x 0.5", new StyleLoss(Eyes.Small(), a).ToString());
    }
}
