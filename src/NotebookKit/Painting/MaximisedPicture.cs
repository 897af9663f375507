using NotebookKit.Charts;

namespace NotebookKit.Painting;

/// <summary>Pictures that <see cref="ActivationMaximisation"/> painted, and how they came about.</summary>
/// <param name="Picture">[N, C, H, W].</param>
/// <param name="Target">What they climbed for.</param>
/// <param name="Step">After how many steps.</param>
/// <param name="Reached">The target's number of each picture, unshifted.</param>
/// <param name="Scores">The mean number before each step and at the end.</param>
/// <param name="Restlessness">Before each step and at the end: the mean over all numbers of |x_below - x| + |x_right - x|, the total variation of a pixel.</param>
public sealed record MaximisedPicture(Tensor Picture, string Target, int Step, IReadOnlyList<double> Reached, IReadOnlyList<double> Scores, IReadOnlyList<double> Restlessness)
{
    /// <summary>The pictures beside each other.</summary>
    /// <param name="captions">What stands under them.</param>
    /// <param name="title">Above them; the target when null.</param>
    /// <param name="columns">Pictures in a row.</param>
    public Figure Figure(IReadOnlyList<Caption>? captions = null, string? title = null, int? columns = null) => Pictures.Show(Picture, captions, title ?? Target, columns);

    /// <summary>The target and its number, in a line.</summary>
    public override string ToString() => FormattableString.Invariant($"{Picture.Shape[0]} picture{(Picture.Shape[0] == 1 ? "" : "s")} for {Target} after {Step} steps: {Scores[0]:F2} became {Scores[^1]:F2}, total variation of a pixel {Restlessness[^1]:F3}");
}

/// <summary>Tensors as pictures on the page.</summary>
internal static class Pictures
{
    /// <summary>[N, 1 or 3, H, W] from 0 to 1 beside each other.</summary>
    public static Figure Show(Tensor pictures, IReadOnlyList<Caption>? captions, string? title, int? columns)
    {
        int channels = pictures.Shape[1];
        if (channels is not (1 or 3))
        {
            throw new ArgumentException($"A picture has 1 channel or 3, and these are {pictures.Shape}.", nameof(pictures));
        }

        float[] values = pictures.Detach().To(DType.Float32).Permute(0, 2, 3, 1).Contiguous().ToArray<float>();
        return Chart.Images(values, pictures.Shape[2], pictures.Shape[3], captions, title, columns, channels);
    }
}
