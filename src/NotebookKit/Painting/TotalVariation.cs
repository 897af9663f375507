namespace NotebookKit.Painting;

/// <summary>How restless a picture is: the squared differences of neighbouring pixels.</summary>
/// <remarks>
/// TV(x) = 1 / (C H W) sum over channels and places of (x_i+1,j - x_ij)^2 + (x_i,j+1 - x_ij)^2. Its gradient pulls each pixel to the mean of its neighbours: a diffusion.
/// The original of Rudin, Osher and Fatemi 1992 takes the length of the gradient and keeps edges; squares are usual where pictures are made
/// by descent (Mahendran and Vedaldi 2015, with beta 2; Johnson et al. 2016). Lecture S2 L12.
/// </remarks>
public static class TotalVariation
{
    /// <summary>Of pictures [N, C, H, W], as one number, the mean over N; the gradient flows through.</summary>
    /// <exception cref="ArgumentException">These are no pictures, or they have no pixel.</exception>
    public static Tensor Of(Tensor pictures)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        if (pictures.Rank != 4 || pictures.Count == 0)
        {
            throw new ArgumentException($"TotalVariation.Of: takes pictures [N, C, H, W], and got {pictures.Shape}; a single picture needs a batch axis: Unsqueeze(0).", nameof(pictures));
        }

        Tensor down = pictures[.., .., 1.., ..] - pictures[.., .., ..^1, ..];
        Tensor right = pictures[.., .., .., 1..] - pictures[.., .., .., ..^1];
        return (down.Square().Sum() + right.Square().Sum()) / pictures.Count;
    }
}
