namespace NotebookKit.Charts.Drawing;

/// <summary>A rectangle of the drawing; y grows downwards.</summary>
internal readonly record struct Box(double Left, double Top, double Right, double Bottom)
{
    public double Width => Right - Left;

    public double Height => Bottom - Top;

    public double CenterX => (Left + Right) / 2;

    public double CenterY => (Top + Bottom) / 2;

    public Box Inset(double left, double top, double right, double bottom) => new(Left + left, Top + top, Right - right, Bottom - bottom);
}
