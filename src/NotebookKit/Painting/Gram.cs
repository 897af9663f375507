namespace NotebookKit.Painting;

/// <summary>How strongly the maps of a layer answer together, wherever in the picture that is: what Gatys calls the style of a layer.</summary>
/// <remarks>
/// G_ij = 1 / (C H W) sum over the places p of F_ip F_jp. The sum over places forgets where anything was: the places may be shuffled and G stays. Divided by the
/// number of places, H W, it is a mean, so that pictures of different sizes can be compared; divided by the number of maps, C, layers with many maps speak no
/// louder than others, for the squares of C x C numbers are added up later. G is symmetric and positive semidefinite: x'Gx = |F'x|^2 / (C H W).
/// Gatys, Ecker and Bethge 2015; Johnson, Alahi and Fei-Fei 2016; lecture S2 L12.
/// </remarks>
public static class Gram
{
    /// <summary>The Gram matrices of feature maps: [N, C, H, W] gives [N, C, C], and the gradient flows through.</summary>
    /// <exception cref="ArgumentException">These are no maps [N, C, H, W], or maps without a place.</exception>
    public static Tensor Of(Tensor maps)
    {
        ArgumentNullException.ThrowIfNull(maps);
        if (maps.Rank != 4 || maps.Count == 0)
        {
            throw new ArgumentException($"Gram.Of: takes feature maps [N, C, H, W], and got {maps.Shape}; a single picture's maps need a batch axis: Unsqueeze(0).", nameof(maps));
        }

        (int n, int c, int places) = (maps.Shape[0], maps.Shape[1], maps.Shape[2] * maps.Shape[3]);
        Tensor rows = maps.Permute(0, 2, 3, 1).Reshape(n, places, c);
        return rows.Transpose().MatMul(rows) / ((double)c * places);
    }
}
