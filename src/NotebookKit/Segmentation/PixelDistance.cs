namespace NotebookKit.Segmentation;

/// <summary>How far each pixel is from the nearest pixel of a mask, exactly and in linear time.</summary>
/// <remarks>
/// d^2(p) = min over q of the mask of |p - q|^2, an axis at a time: along a row it is the lower envelope of one parabola a
/// pixel. Felzenszwalb and Huttenlocher, Distance transforms of sampled functions, 2012.
/// </remarks>
public static class PixelDistance
{
    /// <summary>The distance, in pixels, from each pixel to the nearest one that is not 0; infinite where there is none.</summary>
    /// <param name="mask">[H, W] of whole numbers or Booleans.</param>
    /// <returns>[H, W] of Float64.</returns>
    /// <exception cref="ArgumentException">It is no map [H, W] of whole numbers.</exception>
    public static Tensor ToMask(Tensor mask)
    {
        LabelGrid grid = LabelGrid.Of(nameof(PixelDistance), mask);
        return Tensor.Wrap(Array.ConvertAll(Squared(grid, value => value != 0), Math.Sqrt), [grid.Height, grid.Width]);
    }

    /// <summary>The distance, in pixels, from each pixel of an object to the nearest 0: its depth; 0 on the ground, infinite where there is no ground.</summary>
    /// <param name="mask">[H, W] of whole numbers or Booleans.</param>
    /// <returns>[H, W] of Float64.</returns>
    /// <exception cref="ArgumentException">It is no map [H, W] of whole numbers.</exception>
    public static Tensor ToGround(Tensor mask)
    {
        LabelGrid grid = LabelGrid.Of(nameof(PixelDistance), mask);
        return Tensor.Wrap(Array.ConvertAll(Squared(grid, value => value == 0), Math.Sqrt), [grid.Height, grid.Width]);
    }

    /// <summary>Squared distances to the pixels that a test picks.</summary>
    internal static double[] Squared(LabelGrid grid, Func<long, bool> isGoal)
    {
        (_, int height, int width) = grid;
        double[] squares = Array.ConvertAll(grid.Values, value => isGoal(value) ? 0 : double.PositiveInfinity);
        int longest = Math.Max(height, width);
        double[] line = new double[longest], ends = new double[longest + 1];
        int[] hulls = new int[longest];
        for (int column = 0; column < width; column++)
        {
            Along(squares, column, width, height, line, hulls, ends);
        }

        for (int row = 0; row < height; row++)
        {
            Along(squares, row * width, 1, width, line, hulls, ends);
        }

        return squares;
    }

    // The lower envelope of the parabolas (x - q)^2 + f(q): hulls holds their q, ends where each begins to be lowest.
    private static void Along(double[] values, int start, int step, int count, double[] line, int[] hulls, double[] ends)
    {
        int last = -1;
        for (int q = 0; q < count; q++)
        {
            line[q] = values[start + (q * step)];
            if (double.IsPositiveInfinity(line[q]))
            {
                continue;
            }

            double from = double.NegativeInfinity;
            while (last >= 0)
            {
                int before = hulls[last];
                from = (line[q] + ((double)q * q) - line[before] - ((double)before * before)) / (2.0 * (q - before));
                if (from > ends[last])
                {
                    break;
                }

                last--;
                from = double.NegativeInfinity;
            }

            hulls[++last] = q;
            ends[last] = from;
        }

        for (int x = 0, i = 0; last >= 0 && x < count; x++)
        {
            while (i < last && ends[i + 1] < x)
            {
                i++;
            }

            double away = x - hulls[i];
            values[start + (x * step)] = (away * away) + line[hulls[i]];
        }
    }
}
