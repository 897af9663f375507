using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <content>The weights, in the order in which the tiles read them.</content>
internal static unsafe partial class DirectConvolution
{
    /// <summary>Packs panels of weights: the bias of a panel's result channels, then their weights.</summary>
    private readonly struct PackJob<TVector, T>(ConvolutionSides sides, Tap[] taps, FilterView<T> filters, T* bias, T* packed, int panels, int panelSize) : IForkBody
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Copying fewer numbers than this takes less time than waking a worker.
        private const int NumbersInPart = 16 * 1024;

        public int Parts => Math.Clamp((int)((long)panels * panelSize / NumbersInPart), 1, panels);

        public void Run(int part)
        {
            int parts = Parts;
            int width = sides.WidePanelWidth(TVector.Count, TVector.Count * sizeof(T));
            int inGroup = sides.PanelsInGroup(width);
            int last = (int)((long)panels * (part + 1) / parts);
            for (int panel = (int)((long)panels * part / parts); panel < last; panel++)
            {
                int group = panel / inGroup;
                int first = panel % inGroup * width;
                int results = Math.Min(width, sides.ResultInGroup - first);
                Span<T> start = new(packed + ((long)panel * panelSize), width);
                start.Clear();
                if (bias != null)
                {
                    new ReadOnlySpan<T>(bias + (group * sides.ResultInGroup) + first, results).CopyTo(start);
                }

                filters.Pack(group, taps, 0, sides.SourceInGroup, first, results, width, packed + ((long)panel * panelSize) + width);
            }
        }
    }
}
