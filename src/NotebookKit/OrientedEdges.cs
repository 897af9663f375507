namespace NotebookKit;

/// <summary>Filters for edges of several orientations, as simple cells of the visual cortex have. Hubel and Wiesel 1959; lectures S1, S2 L6 (human visual system).</summary>
/// <remarks>
/// The slope of a Gaussian along the direction a: w(x, y) ~ (x cos a + y sin a) e^(-(x^2 + y^2) / 2 s^2), x to the right and y down, scaled so that
/// the sum of |w| is 1. Each sums to 0, so an even area gives no response; an edge gives most where its brightness rises along a, and the negative where it falls.
/// </remarks>
public static class OrientedEdges
{
    /// <summary>The filters for directions a = 0, 180 / n, 2 * 180 / n .. degrees.</summary>
    /// <param name="orientations">n.</param>
    /// <param name="side">Rows and columns of a filter, odd.</param>
    /// <param name="deviation">s, in pixels.</param>
    /// <returns>[n, 1, side, side] of Float32: weights for <see cref="Tensor.Conv2d"/>.</returns>
    /// <exception cref="ArgumentException">The side is even or less than 3, or a number is not positive.</exception>
    public static Tensor Bank(int orientations = 8, int side = 7, double deviation = 1.5)
    {
        if (orientations < 1 || side < 3 || side % 2 == 0 || !(deviation > 0))
        {
            throw new ArgumentException($"OrientedEdges: takes 1 orientation or more, an odd side of 3 or more and a positive deviation, and got {orientations}, {side} and {deviation}.");
        }

        float[] bank = new float[orientations * side * side];
        for (int i = 0; i < orientations; i++)
        {
            double angle = Math.PI * i / orientations, sum = 0;
            double[] weights = new double[side * side];
            for (int p = 0; p < weights.Length; p++)
            {
                double x = (p % side) - (side / 2), y = (p / side) - (side / 2);
                weights[p] = ((x * Math.Cos(angle)) + (y * Math.Sin(angle))) * Math.Exp(-((x * x) + (y * y)) / (2 * deviation * deviation));
                sum += Math.Abs(weights[p]);
            }

            for (int p = 0; p < weights.Length; p++)
            {
                bank[(i * weights.Length) + p] = (float)(weights[p] / sum);
            }
        }

        return Tensor.Wrap(bank, [orientations, 1, side, side]);
    }
}
