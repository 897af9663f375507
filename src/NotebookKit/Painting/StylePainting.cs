using NotebookKit.Charts;

namespace NotebookKit.Painting;

/// <summary>What one evaluation of a style transfer's loss found, or one update of a painter in training: the parts as they are, before their weights.</summary>
/// <param name="Evaluation">Its number, from 1 on; an evaluation is a pass through the network and back.</param>
/// <param name="Total">What is made small: the parts times their weights.</param>
/// <param name="Content">The <see cref="PerceptualLoss"/>.</param>
/// <param name="Style">The <see cref="StyleLoss"/>.</param>
/// <param name="Variation">The <see cref="TotalVariation"/>.</param>
public readonly record struct PaintingStep(int Evaluation, double Total, double Content, double Style, double Variation);

/// <summary>A picture that a style transfer made, and the way to it.</summary>
/// <param name="Picture">[3, H, W] from 0 to 1.</param>
/// <param name="Steps">Each evaluation, in order, those that a line search tried in vain among them.</param>
public sealed record StylePainting(Tensor Picture, IReadOnlyList<PaintingStep> Steps)
{
    private const double MostWidth = 720;

    /// <summary>The first evaluation: the start.</summary>
    public PaintingStep First => Steps[0];

    /// <summary>The lowest evaluation: where the picture stands.</summary>
    public PaintingStep Best => Steps.MinBy(step => step.Total);

    /// <summary>The total of the lowest evaluation so far, for charts: it never rises.</summary>
    public double[] Lowest
    {
        get
        {
            double low = double.PositiveInfinity;
            return [.. Steps.Select(step => low = Math.Min(low, step.Total))];
        }
    }

    /// <summary>The picture, to be shown.</summary>
    /// <param name="title">Stands above it.</param>
    public Figure Figure(string? title = null) => Of(title, [(null, Picture)]);

    /// <summary>Pictures of one size, side by side, with words under them.</summary>
    /// <param name="title">Stands above them.</param>
    /// <param name="pictures">Words, and pictures [3, H, W] or [1, 3, H, W] from 0 to 1.</param>
    /// <param name="columns">Pictures in a row; all in one when null.</param>
    /// <exception cref="ArgumentException">There are none, or they differ in size.</exception>
    public static Figure Of(string? title, IReadOnlyList<(string? Words, Tensor Picture)> pictures, int? columns = null)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        Tensor[] all = [.. pictures.Select(one => one.Picture.Rank == 4 ? one.Picture.Squeeze(0) : one.Picture)];
        if (all.Length == 0 || all.Any(one => one.Rank != 3 || one.Shape[0] != 3 || one.Shape != all[0].Shape))
        {
            throw new ArgumentException($"StylePainting.Of: takes pictures [3, H, W] of one size, and got {string.Join(", ", all.Select(one => one.Shape))}; Artwork.Of(picture, size) makes them alike.", nameof(pictures));
        }

        Tensor rows = Tensor.Stack([.. all.Select(one => one.Detach().To(DType.Float32))]).Permute(0, 2, 3, 1).Contiguous();
        byte[] light = [.. rows.ToArray<float>().Select(value => (byte)Math.Round(255 * Math.Clamp(float.IsNaN(value) ? 0 : value, 0, 1)))];
        int across = Math.Min(columns ?? all.Length, all.Length);
        ImageGrid grid = new(light, rows.Shape[1], rows.Shape[2], 3)
        {
            Captions = pictures.Any(one => one.Words is not null) ? [.. pictures.Select(one => (Caption)(one.Words ?? ""))] : [],
            Columns = across,
            DisplayWidth = Math.Min(2.0 * rows.Shape[2], MostWidth / across),
        };
        return new Figure(grid) { Title = title };
    }

    /// <summary>The size, the evaluations and the losses, in a line.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"painting of {Picture.Shape[1]} x {Picture.Shape[2]} pixels after {Steps.Count} evaluations: content {Best.Content:G3}, style {Best.Style:G3} (from {First.Style:G3}), variation {Best.Variation:G3}");
}
