using System.Numerics;

namespace NotebookKit.Kernels;

/// <summary>An image looked at at any places: what rotation, scaling, shearing and elastic deformation have in common.</summary>
/// <remarks>At the places of its own pixels an image comes back bit for bit.</remarks>
internal static class Warp
{
    private const double Farthest = 1 << 30;

    /// <summary>y[c, p] = the image's channel c at (rows[p], columns[p]), on straight lines between the four pixels around.</summary>
    public static void Linear<T>(
        ReadOnlySpan<T> image, (int Height, int Width) size, ReadOnlySpan<double> rows, ReadOnlySpan<double> columns, Border border, double fill, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int pixels = size.Height * size.Width, places = rows.Length;
        int channels = pixels == 0 ? 0 : image.Length / pixels;
        Span<int> taps = stackalloc int[4];
        Span<double> shares = stackalloc double[4];
        for (int p = 0; p < places; p++)
        {
            double row = Math.Clamp(rows[p], -Farthest, Farthest), column = Math.Clamp(columns[p], -Farthest, Farthest);
            int top = (int)Math.Floor(row), left = (int)Math.Floor(column);
            double down = row - top, right = column - left;
            int upper = Place(top, size.Height, border), lower = Place(top + 1, size.Height, border);
            int near = Place(left, size.Width, border), far = Place(left + 1, size.Width, border);
            (taps[0], shares[0]) = (Pixel(upper, near, size.Width), (1 - down) * (1 - right));
            (taps[1], shares[1]) = (Pixel(upper, far, size.Width), (1 - down) * right);
            (taps[2], shares[2]) = (Pixel(lower, near, size.Width), down * (1 - right));
            (taps[3], shares[3]) = (Pixel(lower, far, size.Width), down * right);
            for (int c = 0; c < channels; c++)
            {
                ReadOnlySpan<T> plane = image.Slice(c * pixels, pixels);
                double sum = 0;
                for (int tap = 0; tap < 4; tap++)
                {
                    // A pixel without a share must not bring in its infinity.
                    if (shares[tap] != 0)
                    {
                        sum += shares[tap] * (taps[tap] < 0 ? fill : double.CreateTruncating(plane[taps[tap]]));
                    }
                }

                y[(c * places) + p] = T.CreateTruncating(sum);
            }
        }
    }

    /// <summary>y[c, p] = the pixel of channel c that is nearest to (rows[p], columns[p]); halves go to the even one.</summary>
    public static void Nearest<T>(
        ReadOnlySpan<T> image, (int Height, int Width) size, ReadOnlySpan<double> rows, ReadOnlySpan<double> columns, Border border, T fill, Span<T> y)
        where T : unmanaged
    {
        int pixels = size.Height * size.Width, places = rows.Length;
        int channels = pixels == 0 ? 0 : image.Length / pixels;
        for (int p = 0; p < places; p++)
        {
            int row = Place((int)Math.Round(Math.Clamp(rows[p], -Farthest, Farthest)), size.Height, border);
            int column = Place((int)Math.Round(Math.Clamp(columns[p], -Farthest, Farthest)), size.Width, border);
            int pixel = Pixel(row, column, size.Width);
            for (int c = 0; c < channels; c++)
            {
                y[(c * places) + p] = pixel < 0 ? fill : image[(c * pixels) + pixel];
            }
        }
    }

    private static int Pixel(int row, int column, int width) => row < 0 || column < 0 ? -1 : (row * width) + column;

    // Which of n pixels stands for a place; -1 for none.
    private static int Place(int place, int n, Border border)
    {
        if ((uint)place < (uint)n)
        {
            return place;
        }

        switch (border)
        {
            case Border.Edge:
                return Math.Clamp(place, 0, n - 1);
            case Border.Wrap:
                return ((place % n) + n) % n;
            case Border.Reflect:
                int period = Math.Max(1, 2 * (n - 1));
                int within = ((place % period) + period) % period;
                return Math.Min(within, period - within) % n;
            default:
                return -1;
        }
    }
}
