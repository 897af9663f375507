namespace NotebookKit.Kernels;

/// <summary>The two sides of a convolution, whichever is the image: channels are summed from the source into the result.</summary>
/// <param name="Images">N.</param>
/// <param name="Groups">How many times a share of one side meets a share of the other.</param>
/// <param name="SourceInGroup">Source channels of a group.</param>
/// <param name="ResultInGroup">Result channels of a group.</param>
/// <param name="ResultHeight">Rows of the result.</param>
/// <param name="ResultWidth">Columns of the result.</param>
internal readonly record struct ConvolutionSides(int Images, int Groups, int SourceInGroup, int ResultInGroup, int ResultHeight, int ResultWidth)
{
    /// <summary>Result channels of all groups.</summary>
    public int ResultChannels => Groups * ResultInGroup;

    /// <summary>Result channels of a panel of weights: one vector where it holds all of a group, else two.</summary>
    public int PanelWidth(int count) => ResultInGroup <= count && count > 1 ? count : 2 * count;

    /// <summary>As <see cref="PanelWidth"/>, but four vectors where the processor has registers for them and they hold no more zeros than two would.</summary>
    /// <param name="count">Numbers of a vector.</param>
    /// <param name="bytes">Bytes of a vector.</param>
    public int WidePanelWidth(int count, int bytes) => bytes == 64 && PanelsInGroup(2 * count) % 2 == 0 ? WideConvolutionTile.Vectors * count : PanelWidth(count);

    /// <summary>Panels of a group.</summary>
    public int PanelsInGroup(int width) => (ResultInGroup + width - 1) / width;
}
