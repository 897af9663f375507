namespace NotebookKit.Kernels;

/// <summary>Filters [K, C / groups, kh, kw] read from either side: what a tap, a source channel and a result channel mean in memory.</summary>
internal readonly unsafe struct FilterView<T>(T* start, int sourceStep, int resultStep, int groupStep, int kernelWidth)
    where T : unmanaged
{
    /// <summary>Filters of a convolution: channels in, maps out.</summary>
    public static FilterView<T> Of(in ConvolutionGeometry g, T* start) =>
        new(start, g.KernelArea, g.ChannelsInGroup * g.KernelArea, g.FiltersInGroup * g.ChannelsInGroup * g.KernelArea, g.KernelWidth);

    /// <summary>Filters of the transposed convolution: maps in, channels out.</summary>
    public static FilterView<T> Transposed(in ConvolutionGeometry g, T* start) =>
        new(start, g.ChannelsInGroup * g.KernelArea, g.KernelArea, g.FiltersInGroup * g.ChannelsInGroup * g.KernelArea, g.KernelWidth);

    /// <summary>Packs the weights from some source channels of a group to some of its result channels: [tap][source channel][result channel], padded with zeros to <paramref name="width"/>.</summary>
    public void Pack(int group, Tap[] taps, int firstChannel, int channels, int firstResult, int results, int width, T* to)
    {
        T* from = start + ((long)group * groupStep) + ((long)firstChannel * sourceStep) + ((long)firstResult * resultStep);
        foreach (Tap tap in taps)
        {
            T* place = from + (tap.Row * kernelWidth) + tap.Column;
            for (int channel = 0; channel < channels; channel++, place += sourceStep, to += width)
            {
                int result = 0;
                for (; result < results; result++)
                {
                    to[result] = place[(long)result * resultStep];
                }

                for (; result < width; result++)
                {
                    to[result] = default;
                }
            }
        }
    }
}
