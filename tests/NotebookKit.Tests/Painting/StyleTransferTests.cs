using NotebookKit.Painting;

namespace NotebookKit.Tests.Painting;

/// <summary>Style transfer makes its loss small, trades content for style by their weights, and does the same each time.</summary>
public class StyleTransferTests
{
    private static readonly Tensor Content = Waves(0.2, 0.5), Style = Waves(1.3, -0.9);

    private static readonly StyleTransfer Small = new(Eyes.Small(dtype: DType.Float32)) { Size = null, Steps = 25, SmoothWeight = 0.01, StyleWeight = 5 };

    [Fact]
    [Trait("System", "VIS-STYLE")]
    public void The_content_loss_falls_and_the_style_loss_rises_with_the_contents_weight()
    {
        StylePainting[] row = [.. new[] { 0.01, 0.3, 10 }.Select(weight => (Small with { ContentWeight = weight, Steps = 60 }).Paint(Content, Style))];
        Assert.True(row[0].Best.Content > row[1].Best.Content && row[1].Best.Content > row[2].Best.Content, string.Join("; ", row.Select(one => one.ToString())));
        Assert.True(row[0].Best.Style < row[1].Best.Style && row[1].Best.Style < row[2].Best.Style, string.Join("; ", row.Select(one => one.ToString())));
    }

    [Theory]
    [InlineData(PixelDescent.Lbfgs)]
    [InlineData(PixelDescent.Adam)]
    public void Both_descents_bring_the_loss_down_and_report_every_evaluation(PixelDescent descent)
    {
        List<int> watched = [];
        StylePainting painting = (Small with { Descent = descent, Watch = seen => watched.Add(seen.Steps.Count), Every = 5 }).Paint(Content, Style);
        Assert.Equal(0, painting.First.Content, 1e-12);
        Assert.True(painting.Best.Total < painting.First.Total / 3, painting.ToString());
        Assert.Equal(Enumerable.Range(1, painting.Steps.Count), painting.Steps.Select(step => step.Evaluation));
        Assert.Equal(painting.Steps.Count, watched[^1]);
        Assert.True(watched.Count >= 6);
        Assert.All(painting.Steps, step => Assert.Equal(step.Content + (5 * step.Style) + (0.01 * step.Variation), step.Total, 1e-4 * Math.Max(1, step.Total)));
        Assert.Equal(painting.Lowest[^1], painting.Best.Total);
        Assert.Equal(new Shape(3, 24, 28), painting.Picture.Shape);
        Assert.InRange(painting.Picture.Min().Item(), 0, 1);
    }

    [Fact]
    public void The_same_options_paint_the_same_picture_bit_by_bit()
    {
        StyleTransfer noisy = Small with { NoiseStart = null };
        Assert.Equal((noisy with { NoiseStart = new Rng(3) }).Paint(Content, Style).Picture.ToArray<float>(), (noisy with { NoiseStart = new Rng(3) }).Paint(Content, Style).Picture.ToArray<float>());
        Assert.NotEqual((noisy with { NoiseStart = new Rng(3) }).Paint(Content, Style).Picture.ToArray<float>(), (noisy with { NoiseStart = new Rng(4) }).Paint(Content, Style).Picture.ToArray<float>());
    }

    [Fact]
    public void Without_style_noise_becomes_the_content_and_without_content_only_the_style_counts()
    {
        StyleTransfer rebuild = Small with { StyleWeight = 0, SmoothWeight = 0, NoiseStart = new Rng(1), Steps = 80 };
        StylePainting content = rebuild.Paint(Content, Style);
        Assert.True(content.Best.Content < content.First.Content / 100, content.ToString());
        StylePainting texture = (Small with { ContentWeight = 0, SmoothWeight = 0, NoiseStart = new Rng(1), Steps = 80 }).Paint(Content, Style);
        Assert.True(texture.Best.Style < texture.First.Style / 100, texture.ToString());
        Assert.True(texture.Best.Content > 10 * content.Best.Content);
    }

    [Fact]
    public void Painting_the_light_alone_keeps_the_colours_exactly_and_changes_the_light()
    {
        StylePainting painting = (Small with { Colours = PaintingColours.Light }).Paint(Content, Style);
        Tensor made = painting.Picture.Unsqueeze(0), whole = Artwork.Of(Content);
        Assert.True(((made - Artwork.Luminance(made)) - (whole - Artwork.Luminance(whole))).Abs().Max().Item() < 1e-6);
        Assert.True((Artwork.Luminance(made) - Artwork.Luminance(whole)).Abs().Max().Item() > 0.05);
        Tensor red = Style * Tensor.From([1f, 0.6f, 0.2f]).Reshape(3, 1, 1);
        Tensor Mean(Tensor picture) => picture.Reshape(3, 24 * 28).Mean(1);
        double From(PaintingColours colours) => (Mean((Small with { Colours = colours, Steps = 60 }).Paint(Content, red).Picture) - Mean(Content)).Abs().Max().Item();
        Assert.True(From(PaintingColours.Recoloured) < From(PaintingColours.Style) / 2);
    }

    [Fact]
    public void Several_styles_are_mixed_by_their_shares()
    {
        Tensor other = Waves(0.4, 2);
        float[] alone = Small.Paint(Content, Style).Picture.ToArray<float>();
        Assert.Equal(alone, Small.Paint(Content, [(Style, 1), (other, 0)]).Picture.ToArray<float>());
        Assert.NotEqual(alone, Small.Paint(Content, [(Style, 1), (other, 1)]).Picture.ToArray<float>());
    }

    [Fact]
    public void It_can_be_stopped_and_what_watches_has_seen_the_painting_so_far()
    {
        using CancellationTokenSource source = new();
        StylePainting? seen = null;
        StyleTransfer watched = Small with
        {
            Steps = 100_000,
            Every = 3,
            Watch = painting =>
            {
                seen = painting;
                source.Cancel();
            },
        };
        using (Cancellation.By(source.Token))
        {
            Assert.Throws<OperationCanceledException>(() => watched.Paint(Content, Style));
        }

        Assert.Equal(3, seen!.Steps.Count);
    }

    [Fact]
    public void Wrong_weights_steps_and_pictures_are_refused()
    {
        Assert.Contains("-1 for the style", Assert.Throws<ArgumentException>(() => (Small with { StyleWeight = -1 }).Paint(Content, Style)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => (Small with { ContentWeight = 0, StyleWeight = 0, SmoothWeight = 0 }).Paint(Content, Style));
        Assert.Throws<ArgumentException>(() => (Small with { Steps = 0 }).Paint(Content, Style));
        Assert.Contains("[5, 5]", Assert.Throws<ArgumentException>(() => Small.Paint(Tensor.Zeros([5, 5]), Style)).Message, StringComparison.Ordinal);
        Assert.Contains("of one size", Assert.Throws<ArgumentException>(() => StylePainting.Of(null, [(null, Content), (null, Content[.., 1.., ..])])).Message, StringComparison.Ordinal);
        Assert.Contains("evaluations", Small.Paint(Content, Style).ToString(), StringComparison.Ordinal);
    }

    private static Tensor Waves(double across, double down) => Tensor.From(
        [.. from c in Enumerable.Range(0, 3) from y in Enumerable.Range(0, 24) from x in Enumerable.Range(0, 28) select (float)(0.5 + ((0.4 - (0.1 * c)) * Math.Sin((across * x) + (down * y) + c)))], new Shape(3, 24, 28));
}
