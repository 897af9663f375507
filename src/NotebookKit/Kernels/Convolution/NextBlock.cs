namespace NotebookKit.Kernels;

/// <summary>Hands out, run by run, the memory that the next block of a filters' gradient reads: first its image, then its maps.</summary>
/// <remarks>
/// A block is read many times over, once for each tile, and only the first time from far away; while that lasts the tile waits. So each tile asks
/// for a part of what the next block will read. Where a block takes whole rows, that follows the block in memory; where it does not, what is asked
/// for is of no use and does no harm. Numbers that were copied are near already, and none are asked for.
/// </remarks>
/// <param name="image">The first number after the block's image.</param>
/// <param name="imageNumbers">How many numbers the next block reads from there; 0 where they are copied.</param>
/// <param name="maps">The first number after the block's maps.</param>
/// <param name="mapNumbers">How many numbers the next block reads from there; 0 where they are copied.</param>
internal unsafe struct NextBlock<T>(T* image, int imageNumbers, T* maps, int mapNumbers)
    where T : unmanaged
{
    private int given;

    /// <summary>The start of the next run of so many numbers; when all are given out, one that is near.</summary>
    public T* Take(int numbers)
    {
        int at = given;
        if (at >= imageNumbers + mapNumbers)
        {
            return maps - mapNumbers;
        }

        given += numbers;
        return at < imageNumbers ? image + at : maps + (at - imageNumbers);
    }
}
