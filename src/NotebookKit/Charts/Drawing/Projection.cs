namespace NotebookKit.Charts.Drawing;

/// <summary>A parallel projection of a box in space: turned around the upright axis, then tilted towards the reader.</summary>
/// <remarks>Inside, all three axes run from -1 to 1, the upright one a little less so that the picture is not too tall.</remarks>
internal sealed class Projection
{
    private const double Tall = 0.72;
    private readonly double cosA, sinA, cosE, sinE, scale, middleX, middleY;

    public Projection(double azimuth, double elevation, Box box)
    {
        // One looks from the azimuth; the axis across the page is at right angles to it.
        double a = azimuth * Math.PI / 180, e = Math.Clamp(elevation, 0, 90) * Math.PI / 180;
        (cosA, sinA, cosE, sinE) = (Math.Cos(a), Math.Sin(a), Math.Cos(e), Math.Sin(e));
        double wide = Math.Abs(cosA) + Math.Abs(sinA), high = (Tall * cosE) + (wide * sinE);
        scale = Math.Min(box.Width / (2 * wide), box.Height / (2 * high));
        (middleX, middleY) = (box.CenterX, box.CenterY);
    }

    /// <summary>Where a place of the box, each coordinate from -1 to 1, is on the page.</summary>
    public (double X, double Y) At(double x, double y, double z)
    {
        double across = (-sinA * x) + (cosA * y), away = (cosA * x) + (sinA * y);
        return (middleX + (scale * across), middleY - (scale * ((Tall * z * cosE) - (away * sinE))));
    }

    /// <summary>How near a place is to the reader; what is nearer is drawn later.</summary>
    public double Nearness(double x, double y, double z) => (((cosA * x) + (sinA * y)) * cosE) + (Tall * z * sinE);
}
