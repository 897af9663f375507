namespace NotebookKit.Attacks;

/// <summary>A rectangle of one ink that hides what is under it: St(x, y, w, h) of the lecture.</summary>
/// <remarks>"I + St" on the slide means pasting: what is added is the ink less the picture inside the rectangle, and 0 outside. Lecture S2 L12.</remarks>
/// <param name="X">The left column, from 0.</param>
/// <param name="Y">The top row, from 0.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Ink">The value of its pixels.</param>
public sealed record Sticker(int X, int Y, int Width, int Height, double Ink)
{
    /// <summary>A print instead of one ink, [C, Height, Width]; null for plain ones.</summary>
    public Tensor? Print { get; init; }

    /// <summary>Pixels that it hides.</summary>
    public int Area => Width * Height;

    /// <summary>Puts it on pictures.</summary>
    /// <param name="pictures">[N, C, H, W]; stays as it is.</param>
    /// <exception cref="ArgumentException">The pictures have another rank, or it sticks out.</exception>
    public Tensor Paste(Tensor pictures)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        Tensor pasted = pictures.Detach().Clone();
        PasteOn(pasted);
        return pasted;
    }

    /// <summary>Puts stickers on pictures, one after the other; the last lies on top.</summary>
    public static Tensor PasteAll(IEnumerable<Sticker> stickers, Tensor pictures)
    {
        ArgumentNullException.ThrowIfNull(stickers);
        ArgumentNullException.ThrowIfNull(pictures);
        Tensor pasted = pictures.Detach().Clone();
        foreach (Sticker sticker in stickers)
        {
            sticker.PasteOn(pasted);
        }

        return pasted;
    }

    /// <summary>Where, how large and in what ink, in a line.</summary>
    public override string ToString() => $"sticker {Width} x {Height} at column {X}, row {Y}, {(Print is null ? $"ink {Ink:G3}" : "printed")}";

    /// <summary>Changes the pictures themselves.</summary>
    internal void PasteOn(Tensor pictures)
    {
        if (pictures.Rank != 4)
        {
            throw new ArgumentException($"Sticker: goes on pictures [N, C, H, W], and got {pictures.Shape}; a single picture needs Unsqueeze(0).", nameof(pictures));
        }

        if (X < 0 || Y < 0 || Width < 1 || Height < 1 || X + Width > pictures.Shape[3] || Y + Height > pictures.Shape[2])
        {
            throw new ArgumentException($"Sticker: {this} does not lie on a picture of {pictures.Shape[2]} rows x {pictures.Shape[3]} columns.", nameof(pictures));
        }

        Tensor under = pictures[.., .., Y..(Y + Height), X..(X + Width)];
        if (Print is null)
        {
            under.Fill(Ink);
        }
        else
        {
            pictures[.., .., Y..(Y + Height), X..(X + Width)] = Print.Unsqueeze(0).Expand(under.Shape);
        }
    }
}
