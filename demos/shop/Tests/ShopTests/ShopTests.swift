import AsyncHTTPClient
import Cascade
import Logging
import Shop
import Testing
import UserAggregator
